package io.tandem.demos.job;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The processes of a job, the living and the lost.
final class Crew implements Losses, AutoCloseable {
  private final List<Worker> producers = new ArrayList<>();
  private final List<Worker> consumers = new ArrayList<>();

  void addProducer(Worker producer) {
    producers.add(producer);
  }

  void addConsumer(Worker consumer) {
    consumers.add(consumer);
  }

  private Stream<Worker> all() {
    return Stream.concat(consumers.stream(), producers.stream());
  }

  /// Marks those as lost that have ended since the last call, and returns them.
  List<Worker> noticeLosses() {
    List<Worker> lost =
        all().filter(worker -> !worker.row().isLost() && worker.hasEnded()).toList();
    lost.forEach(worker -> worker.row().setLost());
    return lost;
  }

  @Override
  public boolean isProducerLost(int producer) {
    return producers.get(producer).row().isLost();
  }

  @Override
  public boolean isConsumerLost(int consumer) {
    return consumers.get(consumer).row().isLost();
  }

  boolean lacksProducers() {
    return producers.stream().allMatch(worker -> worker.row().isLost());
  }

  boolean lacksConsumers() {
    return consumers.stream().allMatch(worker -> worker.row().isLost());
  }

  List<LostProcess> lost() {
    return all().filter(worker -> worker.row().isLost()).map(Worker::loss).toList();
  }

  List<ProcessWork> work() {
    return all().map(Worker::work).toList();
  }

  /// The messages that went from process to process.
  long messages() {
    return producers.stream().mapToLong(worker -> worker.row().messages()).sum();
  }

  /// The bytes of the files that were read.
  long done() {
    return producers.stream().mapToLong(worker -> worker.row().done()).sum();
  }

  /// Ends those that live.
  @Override
  public void close() {
    all().forEach(worker -> worker.process().kill());
    all().forEach(worker -> worker.process().close());
  }
}
