package dev.presence.benchmarks;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.Jetty;

/** What the measurements ran on. */
final class Machine {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Pattern MODEL = Pattern.compile("model name\\s*: (.*)");
  private static final Pattern VERSION = Pattern.compile("v=([\\d.]+)");

  private Machine() {}

  /** Lines of a list. */
  static List<String> lines() throws IOException {
    return List.of(
        Runtime.getRuntime().availableProcessors() + " processors, " + processor(),
        String.format(
            Locale.ROOT,
            "load average %.1f at the end: %s",
            load(),
            isBusy()
                ? "other programs used the machine too, so compare ratios, not absolute values"
                : "nothing else used the machine much"),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version").replaceFirst("^(\\d+\\.\\d+).*", "$1"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        "Jetty " + Jetty.VERSION,
        "Redis " + redis(),
        "Lettuce " + RedisClient.class.getPackage().getImplementationVersion());
  }

  /** True when more programs want to run than there are processors. */
  static boolean isBusy() {
    return load() > Runtime.getRuntime().availableProcessors();
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String processor() throws IOException {
    String info = Files.exists(CPU_INFO) ? Files.readString(CPU_INFO) : "";
    Matcher model = MODEL.matcher(info);
    return model.find() ? model.group(1) : System.getProperty("os.arch");
  }

  private static String redis() throws IOException {
    Process process = new ProcessBuilder("redis-server", "--version").start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher version = VERSION.matcher(text);
    return version.find() ? version.group(1) : "of unknown version";
  }
}
