package io.tandem.pool;

import io.tandem.inspect.Details;
import io.tandem.inspect.Printable;
import java.util.Optional;

/// A long message of a pool to one of its workers, as seen from outside.
///
/// ```java
/// var view = new io.tandem.pool.ParcelView.OfTask(17, Optional.of("import"), 1);
/// System.out.println(view.text()); // task 17 'import', attempt 1
/// ```
public sealed interface ParcelView extends Details {
  /// A task.
  ///
  /// @param number of the task in its pool, from 1
  /// @param name of the task, if it was given one
  /// @param attempt 1, or more if workers have died that ran it
  record OfTask(long number, Optional<String> name, int attempt) implements ParcelView {
    /// Escapes the name, see [Printable].
    public OfTask {
      name = name.map(Printable::of);
    }

    @Override
    public String text() {
      return "task %d%s, attempt %d"
          .formatted(number, name.map(" '%s'"::formatted).orElse(""), attempt);
    }
  }

  /// Classes that tasks are made of and that are in no file.
  record OfClasses() implements ParcelView {
    @Override
    public String text() {
      return "classes";
    }
  }
}
