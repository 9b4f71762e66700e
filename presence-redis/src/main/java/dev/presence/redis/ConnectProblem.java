package dev.presence.redis;

import io.lettuce.core.RedisCommandTimeoutException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why a connection could not be made, and what an operator can do about it. */
enum ConnectProblem {
  LOGIN(
      "the server refused the user name or password. Correct them in the address"
          + " (redis://user:password@host:6379) or in the server (ACL SETUSER, requirepass)."),
  RIGHTS(
      "the server's user lacks a right. Give it the rights that the Redis page of the documentation"
          + " lists."),
  PROTECTED(
      "the server runs in protected mode and accepts local connections only. Set a password in the"
          + " server, or protected-mode no."),
  TOO_OLD(
      "the server does not know the protocol RESP3. Use Redis 7.0 or Valkey 7.2, or newer, and no"
          + " proxy that speaks only RESP2."),
  BUSY("the server is loading its data or is busy. No action is needed if that ends soon."),
  REFUSED_COMMAND("the server refused the commands with which a connection begins."),
  TLS(
      "the TLS handshake failed. Use rediss:// only for a port with TLS, and check that Java trusts"
          + " the server's certificate."),
  UNKNOWN_HOST("the host name is unknown. Check the host in the address, and DNS."),
  PORT_CLOSED(
      "nothing accepts connections at this address. Check that the server runs, and the host and"
          + " port in the address."),
  NOT_REDIS(
      "what answers at this address does not speak the protocol of Redis. Check the host and port in"
          + " the address; another kind of server, such as a web server, may listen there."),
  TIMEOUT(
      "the server did not answer in time. Check the network and firewall between here and the"
          + " server, and use rediss:// exactly if the port expects TLS."),
  CLOSED(
      "the server closed the connection at once. Check that the port is one of Redis, and use"
          + " rediss:// exactly if it expects TLS."),
  OTHER("see the cause.");

  /** Long chains are cycles. */
  private static final int LONGEST_CHAIN = 20;

  private final String advice;

  ConnectProblem(String advice) {
    this.advice = advice;
  }

  String advice() {
    return advice;
  }

  /** What a failed attempt shows. */
  static ConnectProblem of(Throwable failure) {
    return ofOne(decisive(failure));
  }

  /** The last cause that is known here, without the wrappers around it; else the failure itself. */
  static Throwable decisive(Throwable failure) {
    Throwable decisive = failure;
    for (Throwable cause : chain(failure)) {
      decisive = ofOne(cause) == OTHER ? decisive : cause;
    }
    return decisive;
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    collect(failure, chain);
    return chain;
  }

  /** Lettuce adds what each server of a cluster said as a suppressed exception. */
  private static void collect(Throwable failure, List<Throwable> chain) {
    if (chain.size() >= LONGEST_CHAIN) {
      return;
    }
    chain.add(failure);
    for (Throwable suppressed : failure.getSuppressed()) {
      collect(suppressed, chain);
    }
    if (failure.getCause() != null) {
      collect(failure.getCause(), chain);
    }
  }

  private static ConnectProblem ofOne(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (RedisFailures.isAnswer(cause)) {
      return ofAnswer(message);
    }
    if (cause instanceof UnknownHostException) {
      return UNKNOWN_HOST;
    }
    if (cause instanceof SSLException) {
      return TLS;
    }
    if (message.contains("Invalid first byte") || message.contains("decoding using RESP")) {
      return NOT_REDIS;
    }
    if (cause instanceof TimeoutException
        || cause instanceof SocketTimeoutException
        || cause instanceof RedisCommandTimeoutException
        || message.contains("connection timed out")) {
      return TIMEOUT;
    }
    if (cause instanceof ConnectException) {
      return PORT_CLOSED;
    }
    return message.contains("closed prematurely") || message.contains("Connection reset")
        ? CLOSED
        : OTHER;
  }

  private static ConnectProblem ofAnswer(String message) {
    String word = message.split(" ", 2)[0];
    return switch (word) {
      case "WRONGPASS", "NOAUTH" -> LOGIN;
      case "NOPERM" -> RIGHTS;
      case "DENIED" -> PROTECTED;
      case "NOPROTO" -> TOO_OLD;
      case "LOADING", "MASTERDOWN", "BUSY" -> BUSY;
      default ->
          message.contains("unknown command")
              ? TOO_OLD
              : message.contains("invalid password") ? LOGIN : REFUSED_COMMAND;
    };
  }
}
