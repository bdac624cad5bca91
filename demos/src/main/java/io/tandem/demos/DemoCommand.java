package io.tandem.demos;

import io.tandem.demos.exchange.MatchingEngine;
import io.tandem.demos.programs.AbaStack;
import io.tandem.demos.programs.BalanceRace;
import io.tandem.demos.programs.ChatRoom;
import io.tandem.demos.programs.CrashHoldingLock;
import io.tandem.demos.programs.Daemons;
import io.tandem.demos.programs.DeadlockByOrder;
import io.tandem.demos.programs.ImageFilter;
import io.tandem.demos.programs.LockLatency;
import io.tandem.demos.programs.LockedArray;
import io.tandem.demos.programs.LockedBalance;
import io.tandem.demos.programs.LostUpdate;
import io.tandem.demos.programs.LostWakeup;
import io.tandem.demos.programs.ManagerList;
import io.tandem.demos.programs.Mandelbrot;
import io.tandem.demos.programs.MonteCarloPi;
import io.tandem.demos.programs.NoSharing;
import io.tandem.demos.programs.PipeMessages;
import io.tandem.demos.programs.PoolAsync;
import io.tandem.demos.programs.PoolMap;
import io.tandem.demos.programs.PoolSquares;
import io.tandem.demos.programs.ProcessIds;
import io.tandem.demos.programs.ProcessSums;
import io.tandem.demos.programs.QueueLatency;
import io.tandem.demos.programs.QueueSquares;
import io.tandem.demos.programs.QueueSums;
import io.tandem.demos.programs.SeatRace;
import io.tandem.demos.programs.SharedSquares;
import io.tandem.demos.programs.SquareAndCube;
import io.tandem.demos.programs.Starvation;
import io.tandem.demos.programs.ThreadCounter;
import io.tandem.demos.programs.ThreadSums;
import io.tandem.demos.programs.ThroughputLadder;
import io.tandem.demos.programs.TimedProcesses;
import io.tandem.demos.programs.TimedThreads;
import io.tandem.demos.programs.TornStruct;
import io.tandem.demos.programs.TwoLocks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tandem demo`: small programs, each showing one idea in one file of `io.tandem.demos.programs`
/// or in a package of its own. A program is a picocli command; to add one, name its class here, in
/// the order in which they are best read. The last line of its description says what it prints.
@Command(
    name = "demo",
    description = "Runs a small program that shows one idea; without NAME, lists them.",
    synopsisSubcommandLabel = "[NAME]",
    commandListHeading = "%nPrograms:%n",
    footer =
        "%n--plot FILE.svg, or FILE.png, draws what balance-race, lost-update, lock-latency,"
            + " queue-latency and throughput-ladder have found.",
    subcommands = {
      SquareAndCube.class,
      ProcessIds.class,
      NoSharing.class,
      SharedSquares.class,
      QueueSquares.class,
      ManagerList.class,
      PipeMessages.class,
      BalanceRace.class,
      LostUpdate.class,
      LockedBalance.class,
      LockedArray.class,
      TwoLocks.class,
      LockLatency.class,
      QueueLatency.class,
      ThroughputLadder.class,
      SeatRace.class,
      TornStruct.class,
      LostWakeup.class,
      AbaStack.class,
      Starvation.class,
      DeadlockByOrder.class,
      CrashHoldingLock.class,
      ProcessSums.class,
      Daemons.class,
      PoolSquares.class,
      PoolMap.class,
      PoolAsync.class,
      ThreadSums.class,
      ThreadCounter.class,
      QueueSums.class,
      TimedProcesses.class,
      TimedThreads.class,
      MonteCarloPi.class,
      Mandelbrot.class,
      ImageFilter.class,
      ChatRoom.class,
      MatchingEngine.class
    })
final class DemoCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
