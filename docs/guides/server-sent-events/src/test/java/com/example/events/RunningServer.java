package com.example.events;

/** A servlet container that runs the application of the guide. */
interface RunningServer {

  int port();

  void stop() throws Exception;
}
