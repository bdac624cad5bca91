package io.tandem.tests.memory;

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
import com.sun.jdi.request.EventRequest;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.Debugger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A JVM that is stopped at every line of `io.tandem.memory` that changes shared memory, and at
/// those between: each is a moment at which it could have been killed, and what it has in shared
/// memory then is what others would find. (A line there stores once.)
final class Debuggee {
  private static final String METHOD = "operate";
  private static final String STOPPED = "io.tandem.memory.";

  /// Classes, and their methods that store; all methods where none is named.
  private static final Map<String, List<String>> STORES =
      Map.of(
          "Allocator",
          List.of(),
          "Directory",
          List.of(),
          "Block",
          List.of("carve", "describe", "setUsed", "setFree", "setNextFree", "setNextNamed"),
          "ScopeSegments",
          List.of("add"));

  /// Told of every stop, while nothing moves.
  interface Watcher {
    /// @param call how often the method was entered before
    void stopped(int call) throws Exception;
  }

  private Debuggee() {}

  /// Runs a main class whose static method `operate` is stepped through each time it is called.
  static void run(Watcher watcher, Class<?> main, String... arguments) throws Exception {
    try (var debugger = Debugger.listen();
        var child = ChildJvm.start(List.of(debugger.flag()), main, arguments)) {
      new Stops(debugger.accept(), main, watcher).handle();
      child.awaitSuccess();
    }
  }

  private static final class Stops {
    private final VirtualMachine machine;
    private final Watcher watcher;
    private final String main;
    private final List<EventRequest> stops = new ArrayList<>();
    private EventRequest entry;
    private int calls;

    Stops(VirtualMachine machine, Class<?> main, Watcher watcher) {
      this.machine = machine;
      this.watcher = watcher;
      this.main = main.getName();
      for (String name : List.of(this.main, STOPPED + "*")) {
        var loaded = machine.eventRequestManager().createClassPrepareRequest();
        loaded.addClassFilter(name);
        loaded.enable();
      }
    }

    void handle() throws Exception {
      try {
        while (true) {
          EventSet events = machine.eventQueue().remove();
          for (Event event : events) {
            handle(event);
          }
          events.resume();
        }
      } catch (VMDisconnectedException e) {
        // It has ended.
      }
    }

    private void handle(Event event) throws Exception {
      switch (event) {
        case ClassPrepareEvent loaded -> setBreakpoints(loaded.referenceType());
        case BreakpointEvent entered when entered.request().equals(entry) -> enter();
        case BreakpointEvent stopped -> watcher.stopped(calls - 1);
        default -> {}
      }
    }

    private void enter() {
      calls++;
      stops.forEach(EventRequest::enable);
    }

    private void setBreakpoints(ReferenceType type) throws AbsentInformationException {
      var requests = machine.eventRequestManager();
      if (type.name().equals(main)) {
        entry = requests.createBreakpointRequest(type.methodsByName(METHOD).getFirst().location());
        entry.enable();
      }
      List<String> methods = STORES.get(type.name().replace(STOPPED, ""));
      if (methods != null) {
        for (Method method : type.methods()) {
          if (methods.isEmpty() || methods.contains(method.name())) {
            for (Location line : method.allLineLocations()) {
              stops.add(requests.createBreakpointRequest(line));
            }
          }
        }
      }
    }
  }
}
