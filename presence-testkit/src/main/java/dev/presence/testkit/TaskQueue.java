package dev.presence.testkit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tasks in the order in which they are to run: a binary heap. It has the times in an array of their
 * own, because nearly all that a simulation does is to compare them.
 */
final class TaskQueue {

  private static final int FIRST_SIZE = 64;

  private long[] dues = new long[FIRST_SIZE];
  private @Nullable ManualTask[] tasks = new ManualTask[FIRST_SIZE];
  private int size;

  void add(ManualTask task) {
    if (size == tasks.length) {
      dues = Arrays.copyOf(dues, 2 * size);
      tasks = Arrays.copyOf(tasks, 2 * size);
    }
    int hole = size++;
    while (hole > 0 && isBefore(task, (hole - 1) / 2)) {
      move((hole - 1) / 2, hole);
      hole = (hole - 1) / 2;
    }
    put(task, hole);
  }

  /** Takes out the first task, if it is due then; null when none is. */
  @Nullable ManualTask removeDue(long now) {
    ManualTask first = tasks[0];
    if (first == null || first.due() > now) {
      return null;
    }
    ManualTask last = tasks[--size];
    tasks[size] = null;
    if (last != null && size > 0) {
      sink(last);
    }
    return first;
  }

  private void sink(ManualTask task) {
    int hole = 0;
    int child = 1;
    while (child < size) {
      if (child + 1 < size && isBefore(child + 1, child)) {
        child++;
      }
      if (isBefore(task, child)) {
        break;
      }
      move(child, hole);
      hole = child;
      child = 2 * hole + 1;
    }
    put(task, hole);
  }

  private boolean isBefore(ManualTask task, int index) {
    ManualTask other = tasks[index];
    return task.due() != dues[index]
        ? task.due() < dues[index]
        : other != null && task.number() < other.number();
  }

  private boolean isBefore(int one, int index) {
    ManualTask task = tasks[one];
    return dues[one] != dues[index]
        ? dues[one] < dues[index]
        : task != null && isBefore(task, index);
  }

  private void move(int from, int to) {
    dues[to] = dues[from];
    tasks[to] = tasks[from];
  }

  private void put(ManualTask task, int index) {
    dues[index] = task.due();
    tasks[index] = task;
  }
}
