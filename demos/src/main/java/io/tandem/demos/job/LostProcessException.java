package io.tandem.demos.job;

import java.util.List;
import java.util.stream.Collectors;

/// Processes died, and nobody is left who could do their work, so there is no total.
@SuppressWarnings("serial")
public final class LostProcessException extends RuntimeException {
  private final List<LostProcess> lost;

  /// @param role of which nobody is left
  LostProcessException(List<LostProcess> lost, String role) {
    super(
        lost.stream().map(LostProcess::inWords).collect(Collectors.joining("; "))
            + ". No %s is left, so there is no total. Run the job again.".formatted(role));
    this.lost = lost;
  }

  /// Returns who died.
  public List<LostProcess> lost() {
    return lost;
  }
}
