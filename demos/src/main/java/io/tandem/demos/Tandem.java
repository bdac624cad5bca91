package io.tandem.demos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/// The `tandem` command. Each of its commands is a class of its own.
@Command(
    name = "tandem",
    description = "JVMs that share memory, and survive each other's death.",
    subcommands = {
      RunCommand.class,
      DemoCommand.class,
      BenchCommand.class,
      LsCommand.class,
      ShowCommand.class,
      LocksCommand.class,
      DoctorCommand.class,
      RmCommand.class,
      ManagerCommand.class
    },
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Tandem.Version.class,
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the result is wrong, or an error in the program",
      "2:wrong arguments, nothing to read, nothing of that name, or no Java 25",
      "3:a process died, and the work could not be finished without it",
      "4:something in shared memory needs attention: the output says what",
      "130:interrupted by Ctrl-C; likewise 143, by SIGTERM"
    })
public final class Tandem {
  /// The exit code when a process died whose work nobody could take over.
  static final int PROCESS_DIED = 3;

  /// The exit code when something in shared memory needs somebody's attention.
  static final int NEEDS_ATTENTION = 4;

  private Tandem() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /// Returns the command, ready to be executed. It prints UTF-8 whatever the locale says.
  static CommandLine commandLine() {
    return new CommandLine(new Tandem())
        .setOut(utf8(FileDescriptor.out))
        .setErr(utf8(FileDescriptor.err))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Tandem::explain);
  }

  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), UTF_8), true);
  }

  private static int explain(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("tandem: " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /// The version that the jar's manifest names.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Tandem.class.getPackage().getImplementationVersion();
      return new String[] {
        "tandem " + (version == null ? "(not from a jar)" : version),
        "Java " + Runtime.version() + " in " + System.getProperty("java.home")
      };
    }
  }
}
