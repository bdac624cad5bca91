package io.tandem.demos.job;

import java.util.List;
import java.util.stream.Collectors;

/// Processes died before their work was done, so there is no total.
@SuppressWarnings("serial")
public final class LostProcessException extends RuntimeException {
  private final List<LostProcess> lost;

  LostProcessException(List<LostProcess> lost) {
    super(
        lost.stream()
                .map(one -> "%s (pid %d) %s".formatted(one.role(), one.pid(), one.how()))
                .collect(Collectors.joining("; "))
            + " before its work was done, so there is no total. Run the job again.");
    this.lost = lost;
  }

  /// Returns who died.
  public List<LostProcess> lost() {
    return lost;
  }
}
