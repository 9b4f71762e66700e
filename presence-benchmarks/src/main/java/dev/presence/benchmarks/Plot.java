package dev.presence.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plot of ratio against size, both in powers of ten, as SVG. */
final class Plot {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;
  private static final int LEFT = 60;
  private static final int RIGHT = 20;
  private static final int TOP = 20;
  private static final int BOTTOM = 90;
  private static final List<String> COLORS = List.of("#1a7f5a", "#2f6fde", "#b3541e", "#7a3fb0");
  private static final int SMALLEST_SIZE = 1;
  private static final int LARGEST_SIZE = 5;
  private static final int SMALLEST_RATIO = -1;
  private static final int LARGEST_RATIO = 1;

  private final Map<String, List<Figure>> lines = new LinkedHashMap<>();

  /** Plots all figures of a size whose work ends with it; one line per work. */
  Plot(List<Figure> figures) {
    for (Figure figure : figures) {
      String work = figure.work().replaceFirst(", with [\\d,]+ users$", "");
      lines.computeIfAbsent(work, name -> new ArrayList<>()).add(figure);
    }
  }

  String svg() {
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\">",
        WIDTH,
        HEIGHT);
    add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
    axes(svg);
    int index = 0;
    for (Map.Entry<String, List<Figure>> line : lines.entrySet()) {
      line(svg, line.getKey(), line.getValue(), index++);
    }
    add(svg, "</svg>");
    return svg.toString();
  }

  private static void axes(StringBuilder svg) {
    for (int power = SMALLEST_SIZE; power <= LARGEST_SIZE; power++) {
      double x = x(Math.pow(10, power));
      add(
          svg,
          "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#dddddd\"/>",
          x,
          TOP,
          x,
          HEIGHT - BOTTOM);
      add(
          svg,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,.0f</text>",
          x,
          HEIGHT - BOTTOM + 18,
          Math.pow(10, power));
    }
    for (int power = SMALLEST_RATIO; power <= LARGEST_RATIO; power++) {
      double y = y(Math.pow(10, power));
      add(
          svg,
          "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
          LEFT,
          y,
          WIDTH - RIGHT,
          y);
      add(
          svg,
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          LEFT - 8,
          y + 4,
          Goal.number(Math.pow(10, power)));
    }
    add(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">users in the workspace</text>",
        (LEFT + WIDTH - RIGHT) / 2,
        HEIGHT - BOTTOM + 36);
  }

  private static void line(StringBuilder svg, String name, List<Figure> figures, int index) {
    String color = COLORS.get(index % COLORS.size());
    StringBuilder points = new StringBuilder();
    for (Figure figure : figures) {
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(figure.size()), y(figure.ratio())));
      add(
          svg,
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>",
          x(figure.size()),
          y(figure.ratio()),
          color);
    }
    add(
        svg,
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
        points.toString().strip(),
        color);
    add(
        svg,
        "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>",
        LEFT,
        HEIGHT - BOTTOM + 56 + 16 * index,
        color,
        name);
  }

  private static double x(double size) {
    double part = (Math.log10(size) - SMALLEST_SIZE) / (LARGEST_SIZE - SMALLEST_SIZE);
    return LEFT + part * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double ratio) {
    double power = Math.min(LARGEST_RATIO, Math.max(SMALLEST_RATIO, Math.log10(ratio)));
    double part = (power - SMALLEST_RATIO) / (LARGEST_RATIO - SMALLEST_RATIO);
    return HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP);
  }

  private static void add(StringBuilder svg, String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
