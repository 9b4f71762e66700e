package dev.presence.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser gets; what it makes of it is tested in browsers. */
class PagesTest {
  private static final Pattern LINK =
      Pattern.compile("(?:href|src)=\"(/[^\"]+\\.\\w+)\"|(?:from|import) \"([./][^\"]+\\.js)\"");

  private static RunningDemo demo;

  @BeforeAll
  static void start() throws Exception {
    demo = RunningDemo.with(3, 0);
  }

  @AfterAll
  static void stop() {
    demo.close();
  }

  @Test
  void theFirstPageLeadsToDuoAndSaysThatThereIsNoPassword() {
    HttpResponse<String> page = demo.get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("href=\"/duo\"").containsIgnoringCase("no password");
  }

  @ParameterizedTest
  @CsvSource({
    "/workspaces/acme?as=bob, 200",
    "/workspaces/studio?as=ada, 200",
    "/workspaces/studio?as=bob, 403",
    "/workspaces/nowhere?as=bob, 403",
    "/workspaces/acme?as=nobody, 400",
    "/workspaces/acme, 401",
  })
  void theStatusOfAWorkspacePageSaysHowTheAddressStands(String path, int status) {
    HttpResponse<String> page = demo.get(path);
    assertThat(page.statusCode()).isEqualTo(status);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
    assertThat(page.body()).contains("id=\"app\"");
  }

  @Test
  void aCookieOpensTheWorkspacePage() {
    String cookie = "presence_demo=" + demo.tokenOf("u1");
    assertThat(demo.get("/workspaces/acme", "Cookie", cookie).statusCode()).isEqualTo(200);
    assertThat(demo.get("/workspaces/studio", "Cookie", cookie).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/duo", "/workspaces/acme?as=ada", "/healthz", "/nowhere"})
  void everythingIsHeldToItsOwnFiles(String path) {
    assertThat(demo.get(path).headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy -> assertThat(policy).contains("default-src 'self'").doesNotContain("unsafe"));
    assertThat(demo.get(path).headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/duo", "/workspaces/acme?as=ada"})
  void aPageHasNoInlineScriptOrStyle(String path) {
    assertThat(demo.get(path).body())
        .doesNotContainPattern("<script(?![^>]*\\bsrc=)[^>]*>")
        .doesNotContain("<style", "style=", "javascript:")
        .doesNotContainPattern("\\son\\w+=");
  }

  @Test
  void everyFileThatAPageNeedsIsServed() {
    Deque<URI> left = new ArrayDeque<>();
    for (String page : new String[] {"/", "/duo", "/workspaces/acme?as=ada"}) {
      left.add(demo.uri().resolve(page));
    }
    Set<URI> seen = new LinkedHashSet<>(left);
    while (!left.isEmpty()) {
      URI address = left.pop();
      HttpResponse<String> file = demo.get(address.getPath() + queryOf(address));
      assertThat(file.statusCode()).as(address.toString()).isEqualTo(200);
      LINK.matcher(file.body())
          .results()
          .map(link -> address.resolve(link.group(1) == null ? link.group(2) : link.group(1)))
          .filter(seen::add)
          .forEach(left::add);
    }
    assertThat(seen)
        .extracting(URI::getPath)
        .contains("/presence-client/presence.js", "/assets/workspace.js", "/assets/base.css");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/",
        "/assets/..%2findex.html",
        "/assets/../index.html",
        "/assets/.hidden",
        "/assets//base.css",
        "/presence-client/%2e%2e/x",
        "/assets/base.css%00.js"
      })
  void nothingOutsideTheFoldersIsServed(String path) {
    assertThat(demo.get(path).statusCode()).isIn(400, 404);
  }

  private static String queryOf(URI address) {
    return address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
  }
}
