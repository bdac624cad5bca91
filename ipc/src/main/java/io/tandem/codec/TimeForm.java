package io.tandem.codec;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Set;

/// The values of `java.time`: which of them it is, and its numbers.
final class TimeForm {
  private static final int INSTANT = 0;
  private static final int DURATION = 1;
  private static final int PERIOD = 2;
  private static final int DATE = 3;
  private static final int TIME = 4;
  private static final int DATE_TIME = 5;
  private static final int OFFSET_TIME = 6;
  private static final int OFFSET_DATE_TIME = 7;
  private static final int ZONED_DATE_TIME = 8;
  private static final int OFFSET = 9;
  private static final int REGION = 10;
  private static final int YEAR = 11;
  private static final int YEAR_MONTH = 12;
  private static final int MONTH_DAY = 13;

  private static final Set<Class<?>> TYPES =
      Set.of(
          Instant.class,
          Duration.class,
          Period.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          OffsetTime.class,
          OffsetDateTime.class,
          ZonedDateTime.class,
          Year.class,
          YearMonth.class,
          MonthDay.class);

  private TimeForm() {}

  static boolean has(Class<?> type) {
    return TYPES.contains(type) || ZoneId.class.isAssignableFrom(type);
  }

  // ---- to bytes ----

  static void write(Object value, Output out) {
    switch (value) {
      case Instant at -> write(out, INSTANT, at.getEpochSecond(), at.getNano());
      case Duration span -> write(out, DURATION, span.getSeconds(), span.getNano());
      case Period span -> write(out, PERIOD, span.getYears(), span.getMonths(), span.getDays());
      case LocalDate date -> write(out, DATE, date.toEpochDay());
      case LocalTime time -> write(out, TIME, time.toNanoOfDay());
      case LocalDateTime at -> writeDateTime(DATE_TIME, at, out);
      case OffsetTime time ->
          write(out, OFFSET_TIME, time.toLocalTime().toNanoOfDay(), seconds(time.getOffset()));
      case OffsetDateTime at -> {
        writeDateTime(OFFSET_DATE_TIME, at.toLocalDateTime(), out);
        out.writeNumber(seconds(at.getOffset()));
      }
      case ZonedDateTime at -> {
        writeDateTime(ZONED_DATE_TIME, at.toLocalDateTime(), out);
        out.writeNumber(seconds(at.getOffset()));
        write((Object) at.getZone(), out);
      }
      case ZoneOffset offset -> write(out, OFFSET, seconds(offset));
      case ZoneId region -> {
        out.writeByte(REGION);
        out.writeUtf8(region.getId());
      }
      case Year year -> write(out, YEAR, year.getValue());
      case YearMonth month -> write(out, YEAR_MONTH, month.getYear(), month.getMonthValue());
      case MonthDay day -> write(out, MONTH_DAY, day.getMonthValue(), day.getDayOfMonth());
      default -> throw new AssertionError(value.getClass());
    }
  }

  private static void write(Output out, int kind, long... numbers) {
    out.writeByte(kind);
    for (long number : numbers) {
      out.writeNumber(number);
    }
  }

  private static void writeDateTime(int kind, LocalDateTime at, Output out) {
    write(out, kind, at.toLocalDate().toEpochDay(), at.toLocalTime().toNanoOfDay());
  }

  private static long seconds(ZoneOffset offset) {
    return offset.getTotalSeconds();
  }

  // ---- and back ----

  static Object read(Input in) {
    int kind = in.readByte();
    return switch (kind) {
      case INSTANT -> Instant.ofEpochSecond(in.readNumber(), in.readNumber());
      case DURATION -> Duration.ofSeconds(in.readNumber(), in.readNumber());
      case PERIOD -> Period.of(in.readInt(), in.readInt(), in.readInt());
      case DATE -> LocalDate.ofEpochDay(in.readNumber());
      case TIME -> LocalTime.ofNanoOfDay(in.readNumber());
      case DATE_TIME -> readDateTime(in);
      case OFFSET_TIME -> OffsetTime.of(LocalTime.ofNanoOfDay(in.readNumber()), readOffset(in));
      case OFFSET_DATE_TIME -> OffsetDateTime.of(readDateTime(in), readOffset(in));
      case ZONED_DATE_TIME ->
          ZonedDateTime.ofInstant(readDateTime(in), readOffset(in), readZone(in));
      case OFFSET -> readOffset(in);
      case REGION -> ZoneId.of(in.readText());
      case YEAR -> Year.of(in.readInt());
      case YEAR_MONTH -> YearMonth.of(in.readInt(), in.readInt());
      case MONTH_DAY -> MonthDay.of(in.readInt(), in.readInt());
      default -> throw Input.malformed("there is no kind %d of time", kind);
    };
  }

  private static LocalDateTime readDateTime(Input in) {
    return LocalDateTime.of(
        LocalDate.ofEpochDay(in.readNumber()), LocalTime.ofNanoOfDay(in.readNumber()));
  }

  private static ZoneOffset readOffset(Input in) {
    return ZoneOffset.ofTotalSeconds(in.readInt());
  }

  private static ZoneId readZone(Input in) {
    int kind = in.readByte();
    return switch (kind) {
      case OFFSET -> readOffset(in);
      case REGION -> ZoneId.of(in.readText());
      default -> throw Input.malformed("there is no kind %d of time zone", kind);
    };
  }
}
