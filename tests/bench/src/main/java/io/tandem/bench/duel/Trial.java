package io.tandem.bench.duel;

import io.tandem.demos.bench.Result;
import io.tandem.demos.bench.Result.Failed;
import io.tandem.demos.bench.Result.Figures;
import io.tandem.demos.bench.Result.LeftOut;
import io.tandem.demos.bench.Result.Rivalry;
import io.tandem.demos.bench.Spread;
import io.tandem.demos.bench.Work;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A row of the report, and how to measure it.
///
/// @param whyNot why it cannot be measured here, or null
/// @param note in what the two are unequal, or null
public record Trial(
    Work work,
    Sampling sampling,
    @Nullable String whyNot,
    @Nullable String note,
    Preparation preparation) {
  /// Starts what takes part, and says how to measure it.
  public interface Preparation {
    void prepare(Duel duel) throws Exception;
  }

  public Trial(Work work, Sampling sampling, Preparation preparation) {
    this(work, sampling, null, null, preparation);
  }

  /// The same, if it can be measured here.
  ///
  /// @param reason why not, or null
  public Trial unless(@Nullable String reason) {
    return new Trial(work, sampling, whyNot == null ? reason : whyNot, note, preparation);
  }

  /// The same, and in what the two are unequal.
  ///
  /// @param words or null, if they are not
  public Trial noting(@Nullable String words) {
    return new Trial(work, sampling, whyNot, words, preparation);
  }

  /// Measures it, if that can be done here. What fails says why, loudly: a result of ours may be
  /// wrong.
  public Result measure(boolean quick) {
    if (whyNot != null) {
      return new Result(work, new LeftOut(whyNot));
    }
    try {
      return new Result(work, figures(quick ? sampling.quick() : sampling));
    } catch (Exception e) {
      e.printStackTrace();
      return new Result(work, new Failed(e.toString()));
    }
  }

  private Figures figures(Sampling sampling) throws Exception {
    var ours = new ArrayList<Double>();
    var peers = new ArrayList<Double>();
    var ratios = new ArrayList<Double>();
    var remarks = new Remarks(note);
    var yardstick = new Yardstick();
    for (int round = 0; round < sampling.rounds(); round++) {
      try (var duel = new Duel()) {
        preparation.prepare(duel);
        for (int i = 0; i < sampling.warmUps(); i++) {
          duel.warmUp();
        }
        for (int i = 0; i < sampling.pairs(); i++) {
          yardstick.measure();
          double one = duel.measureOurs();
          Double other = duel.measurePeer();
          ours.add(checked(one));
          if (other != null) {
            peers.add(checked(other));
            ratios.add(checked(work.ratio(one, other)));
          }
          remarks.take(duel);
        }
      }
    }
    return new Figures(
        Spread.of(ours, sampling.part()),
        rivalry(peers, ratios),
        ours.size(),
        yardstick.noise(),
        remarks.extra());
  }

  private static double checked(double figure) {
    if (!(figure >= 0 && figure < Double.POSITIVE_INFINITY)) {
      throw new IllegalStateException("A figure is " + figure);
    }
    return figure;
  }

  private static @Nullable Rivalry rivalry(List<Double> peers, List<Double> ratios) {
    return peers.isEmpty() ? null : new Rivalry(Spread.of(peers, 0.5), Spread.of(ratios, 0.5));
  }
}
