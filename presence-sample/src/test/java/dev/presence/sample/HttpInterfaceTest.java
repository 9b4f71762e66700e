package dev.presence.sample;

import static dev.presence.sample.RunningDemo.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of the protocol's chapter on the sample application, line by line. */
class HttpInterfaceTest {
  private static final String ROSTER = "/api/workspaces/acme";
  private static final String PRESENCE = ROSTER + "/presence";

  private static RunningDemo demo;

  @BeforeAll
  static void start() throws Exception {
    demo = RunningDemo.with(1_200, 0);
  }

  @AfterAll
  static void stop() {
    demo.close();
  }

  @Test
  void aLoginAnswersATokenAndSetsACookieThatScriptsCannotRead() {
    HttpResponse<String> answer = demo.post("/api/login", "{\"userId\":\"u1\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).path("userId").textValue()).isEqualTo("u1");
    assertThat(json(answer).path("token").textValue()).isNotBlank();
    assertThat(answer.headers().firstValue("Set-Cookie"))
        .hasValueSatisfying(
            cookie -> assertThat(cookie).contains("; HttpOnly", "; SameSite=Lax", "; Path=/"));
  }

  @Test
  void theTokenWorksAsBearerAsParameterAndAsCookie() {
    String token = demo.tokenOf("u1");
    HttpResponse<String> login = demo.post("/api/login", "{\"userId\":\"u1\"}");
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    assertThat(demo.get(ROSTER, "Authorization", "Bearer " + token).statusCode()).isEqualTo(200);
    assertThat(demo.get(ROSTER + "?token=" + token).statusCode()).isEqualTo(200);
    assertThat(demo.get(ROSTER, "Cookie", cookie).statusCode()).isEqualTo(200);
  }

  @Test
  void theTokenOfATabWinsOverTheCookieOfTheBrowser() {
    String cookie = "presence_demo=" + demo.tokenOf("ada");
    String bearer = "Bearer " + demo.tokenOf("bob");
    JsonNode roster = json(demo.get(ROSTER, "Cookie", cookie, "Authorization", bearer));
    assertThat(roster.path("userId").textValue()).isEqualTo("bob");
    assertThat(demo.get(ROSTER, "Cookie", cookie, "Authorization", "Bearer x.y").statusCode())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "{\"userId\":\"u1\"} more",
        "[]",
        "{}",
        "{\"userId\":7}",
        "{\"userId\":\"nobody\"}"
      })
  void aLoginThatNamesNobodyIsBadInput(String body) {
    assertProblem(demo.post("/api/login", body), 400, "bad_request");
  }

  @Test
  void theRosterHasTheMembersAndTheCallersDms() {
    JsonNode roster = json(demo.getAs("u1", ROSTER));
    assertThat(roster.path("workspaceId").textValue()).isEqualTo("acme");
    assertThat(roster.path("userId").textValue()).isEqualTo("u1");
    assertThat(roster.path("members").findValuesAsText("userId"))
        .contains("ada", "bob", "u1", "u1200")
        .doesNotContain("u1201");
    assertThat(roster.path("dms").findValuesAsText("type")).contains("direct", "group");
    for (JsonNode dm : roster.path("dms")) {
      assertThat(textsOf(dm.path("members"))).contains("u1").hasSizeGreaterThan(1);
    }
  }

  @Test
  void aDirectMessageNamesTheOtherPerson() {
    JsonNode dms = json(demo.getAs("bob", ROSTER)).path("dms");
    assertThat(dms)
        .filteredOn(dm -> dm.path("type").textValue().equals("direct"))
        .extracting(dm -> dm.path("userId").textValue() + ": " + dm.path("name").textValue())
        .contains("ada: Ada Moreau", "mallory: <img src=x onerror=alert(1)>")
        .noneMatch(dm -> dm.startsWith("bob:"));
  }

  @ParameterizedTest
  @ValueSource(strings = {ROSTER, PRESENCE + "?userId=ada", "/api/workspaces/nowhere"})
  void withoutALoginIs401(String path) {
    assertProblem(demo.get(path), 401, "unauthenticated");
    assertProblem(demo.get(path, "Authorization", "Bearer made.up"), 401, "unauthenticated");
    assertProblem(demo.get(path, "Cookie", "presence_demo=dTE.AAAA"), 401, "unauthenticated");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/workspaces/studio",
        "/api/workspaces/studio/presence?userId=ada",
        "/api/workspaces/nowhere",
        "/api/workspaces/nowhere/presence"
      })
  void aForeignWorkspaceIs403(String path) {
    assertProblem(demo.getAs("u1", path), 403, "forbidden");
  }

  @Test
  void presenceIsAnsweredForEveryIdThatIsAskedFor() {
    RunningDemo.Tab tab = demo.open("/presence/acme?token=" + demo.tokenOf("u7"));
    RunningDemo.Tab idle = demo.open("/presence/acme?active=false&token=" + demo.tokenOf("u8"));
    org.awaitility.Awaitility.await().until(() -> !tab.frames.isEmpty() && !idle.frames.isEmpty());
    JsonNode found = json(demo.getAs("u1", PRESENCE + "?userId=u7&userId=u8&userId=no%20body"));
    assertThat(found)
        .isEqualTo(
            RunningDemo.parse("{\"u7\":\"active\",\"u8\":\"away\",\"no body\":\"offline\"}"));
    assertThat(json(demo.postAs("u1", PRESENCE, "{\"userIds\":[\"u7\",\"u9\"]}")))
        .isEqualTo(RunningDemo.parse("{\"u7\":\"active\",\"u9\":\"offline\"}"));
    tab.leave();
    idle.leave();
  }

  @Test
  void getTakes200IdsAndPostTakes1000() {
    assertThat(json(demo.getAs("u1", PRESENCE + "?" + query(200)))).hasSize(200);
    assertProblem(demo.getAs("u1", PRESENCE + "?" + query(201)), 400, "too_large");
    assertThat(json(demo.postAs("u1", PRESENCE, body(1_000)))).hasSize(1_000);
    assertProblem(demo.postAs("u1", PRESENCE, body(1_001)), 400, "too_large");
  }

  @Test
  void theLongestIdsFit() {
    String longest =
        IntStream.range(100, 300)
            .mapToObj(i -> "userId=" + i + "%E2%82%AC".repeat(125))
            .collect(Collectors.joining("&"));
    assertThat(json(demo.getAs("u1", PRESENCE + "?" + longest))).hasSize(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?userId=",
        "?userId=%20",
        "?userId=%00",
        "?userId=%ff%00",
        "?userId=%ff",
        "?userId=%ED%A0%80",
        "?user=ada"
      })
  void presenceOfNoIdIsBadInput(String query) {
    assertProblem(demo.getAs("u1", PRESENCE + query), 400, "bad_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "{}", "{\"userIds\":\"ada\"}", "{\"userIds\":[1]}"})
  void presenceOfNoListIsBadInput(String body) {
    assertProblem(demo.postAs("u1", PRESENCE, body), 400, "bad_request");
  }

  @Test
  void anIdOfMoreThan128UnitsIsBadInput() {
    assertProblem(demo.getAs("u1", PRESENCE + "?userId=" + "x".repeat(129)), 400, "bad_request");
  }

  @Test
  void explainSaysWhyAUserHasItsStatus() {
    HttpResponse<String> answer =
        demo.getAs("u1", "/api/workspaces/acme/explain?userId=nobody-is-here");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(answer.body()).contains("nobody-is-here", "OFFLINE");
    assertProblem(demo.getAs("u1", "/api/workspaces/acme/explain"), 400, "bad_request");
  }

  @Test
  void tokenSaysWhomItsUserSees() {
    String body = "{\"userId\":\"u1\",\"sees\":[\"u2\"]}";
    String token = json(demo.post("/api/login", body)).path("token").textValue();
    HttpResponse<String> answer = demo.get(PRESENCE + "?userId=u3&token=" + token);
    assertThat(json(answer).path("u3").textValue()).isEqualTo("offline");
    assertProblem(
        demo.get("/api/workspaces/acme/explain?userId=u3&token=" + token), 403, "forbidden");
    assertProblem(
        demo.post("/api/login", "{\"userId\":\"u1\",\"sees\":\"u2\"}"), 400, "bad_request");
  }

  @Test
  void healthSaysHowTheStoreIs() {
    HttpResponse<String> answer = demo.get("/healthz");
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode store = json(answer).path("store");
    assertThat(store.path("kind").textValue()).isEqualTo("memory");
    assertThat(store.path("connected").isBoolean()).isTrue();
    assertThat(store.path("stale").booleanValue()).isFalse();
  }

  @Test
  void whatIsNotThereIsNotFoundAndOtherMethodsAreRefused() {
    assertProblem(demo.get("/nowhere"), 404, "not_found");
    assertProblem(demo.getAs("u1", ROSTER + "/more"), 404, "not_found");
    assertProblem(demo.get("/api/login"), 405, "method_not_allowed");
    assertProblem(demo.postAs("u1", ROSTER, "{}"), 405, "method_not_allowed");
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String error) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(json(answer).path("error").textValue()).isEqualTo(error);
    assertThat(json(answer).path("message").textValue()).isNotBlank();
  }

  private static List<String> textsOf(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(i -> array.get(i).textValue()).toList();
  }

  private static String query(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "userId=u" + i)
        .collect(Collectors.joining("&"));
  }

  private static String body(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "\"u" + i + "\"")
        .collect(Collectors.joining(",", "{\"userIds\":[", "]}"));
  }
}
