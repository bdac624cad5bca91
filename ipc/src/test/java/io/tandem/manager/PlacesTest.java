package io.tandem.manager;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What managed objects do, wherever they are.
@ParameterizedClass
@EnumSource(Place.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class PlacesTest {
  @Parameter Place place;

  private Place.Opened opened;
  ManagedObjects objects;

  @BeforeParameterizedClassInvocation
  void open() throws IOException, InterruptedException {
    opened = place.open();
    objects = opened.objects();
  }

  @AfterParameterizedClassInvocation
  void close() {
    opened.close();
  }

  /// Another client, which may close before the others. The test is skipped without a server.
  Manager another() throws IOException, InterruptedException {
    assumeTrue(opened.others() != null, "there are no clients");
    return opened.others().connect();
  }
}
