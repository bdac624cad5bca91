package io.tandem.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The version in the files is the version of the build.
class VersionTest {
  @Test
  void theLibrarysVersionIsThatOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    var version = Pattern.compile("<version>([0-9.]+)(-SNAPSHOT)?</version>").matcher(pom);

    assertEquals(true, version.find());
    assertEquals(version.group(1), Version.LIBRARY);
  }

  @Test
  void aPackedVersionIsUnpackedAsItWas() {
    for (String version : new String[] {"0.1.0", "1.2.3", "255.255.255", "0.0.0"}) {
      assertEquals(version, Version.unpack(Version.pack(version)));
    }
  }
}
