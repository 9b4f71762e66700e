package com.example.events;

class EventStreamInJettyTest extends EventStreamContract {

  @Override
  RunningServer start(TeamContext application, int writeTimeoutMillis) throws Exception {
    return new JettyServer(application, writeTimeoutMillis);
  }
}
