package io.tandem.demos.job;

/// Which processes of a job have died.
interface Losses {
  boolean isProducerLost(int producer);

  boolean isConsumerLost(int consumer);
}
