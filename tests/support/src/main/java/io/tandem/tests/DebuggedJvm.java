package io.tandem.tests;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A JVM of a [Debugger], which stops where it is told to: each line is a moment at which it can be
/// killed.
public final class DebuggedJvm {
  private static final long LIMIT_MILLIS = 50_000;

  private final VirtualMachine machine;
  private Optional<EventSet> stop; // at which it stands

  /// Waits until it has stopped at its start. One that is left before that stops afterwards, for
  /// ever.
  DebuggedJvm(VirtualMachine machine) throws InterruptedException {
    this.machine = machine;
    stop = Optional.of(machine.eventQueue().remove());
  }

  /// Makes it stop at all lines of some methods, and nowhere else.
  ///
  /// @param methods by the names of their classes
  public void breakAt(Map<String, Set<String>> methods) {
    breakAt(
        methods.keySet(),
        line -> methods.getOrDefault(line.type(), Set.of()).contains(line.method()));
  }

  /// Makes it stop at a line, and nowhere else.
  public void breakAt(Line line) {
    breakAt(Set.of(line.type()), line::equals);
  }

  /// Lets it run to its end.
  ///
  /// @return the lines at which it would have stopped, in the order in which it first did
  public List<Line> passed() throws InterruptedException {
    Set<Line> passed = new LinkedHashSet<>();
    for (var line = reach(); line.isPresent(); line = reach()) {
      passed.add(line.get());
    }
    return List.copyOf(passed);
  }

  /// Lets it run from its start, for now without a stop.
  public void begin() {
    stop.orElseThrow().resume();
    stop = Optional.empty();
  }

  /// Lets it run as if nobody had debugged it.
  public void leave() {
    try {
      machine.dispose();
    } catch (VMDisconnectedException e) {
      // It has ended.
    }
  }

  private void breakAt(Set<String> types, Predicate<Line> wanted) {
    machine.eventRequestManager().deleteAllBreakpoints();
    for (String type : types) {
      machine.classesByName(type).forEach(loaded -> breakAt(loaded, wanted));
      var loading = machine.eventRequestManager().createClassPrepareRequest();
      loading.addClassFilter(type);
      loading.putProperty(Line.class, wanted);
      loading.enable();
    }
  }

  private void breakAt(ReferenceType type, Predicate<Line> wanted) {
    for (Method method : type.methods()) {
      try {
        for (Location location : method.allLineLocations()) {
          if (wanted.test(Line.of(location))) {
            machine.eventRequestManager().createBreakpointRequest(location).enable();
          }
        }
      } catch (AbsentInformationException e) {
        // A native or an abstract method has no lines.
      }
    }
  }

  /// Lets it run to a line at which it is to stop, as then do all of its threads.
  ///
  /// @return which one, or empty if it has ended, or does not come there in a long time
  @SuppressWarnings("unchecked") // as it was put there
  public Optional<Line> reach() throws InterruptedException {
    try {
      stop.ifPresent(EventSet::resume);
      stop = Optional.empty();
      while (true) {
        EventSet events = machine.eventQueue().remove(LIMIT_MILLIS);
        if (events == null) {
          return Optional.empty();
        }
        for (Event event : events) {
          if (event instanceof BreakpointEvent reached) {
            stop = Optional.of(events);
            return Optional.of(Line.of(reached.location()));
          }
          if (event instanceof ClassPrepareEvent loaded) {
            var wanted = (Predicate<Line>) event.request().getProperty(Line.class);
            breakAt(loaded.referenceType(), wanted);
          }
        }
        events.resume();
      }
    } catch (VMDisconnectedException e) {
      return Optional.empty();
    }
  }
}
