package com.example.events;

class EventStreamInTomcatTest extends EventStreamContract {

  @Override
  RunningServer start(TeamContext application, int writeTimeoutMillis) throws Exception {
    return new TomcatServer(application, writeTimeoutMillis);
  }
}
