package io.tandem.manager;

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
}
