package io.tandem.demos;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tandem demo`: small programs, each showing one idea in one file of `io.tandem.demos.programs`.
/// A program is a picocli command; to add one, name its class here.
@Command(
    name = "demo",
    description = "Runs a small program that shows one idea; without NAME, lists them.",
    synopsisSubcommandLabel = "[NAME]",
    commandListHeading = "%nPrograms:%n",
    subcommands = {})
final class DemoCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
