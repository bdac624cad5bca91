package io.tandem.demos;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Optional;

/// Any record as one JSON object in one line: its components are the fields. An empty `Optional` is
/// `null`; what JSON has no kind for is its text.
final class RecordJson {
  private RecordJson() {}

  static String of(Record value) {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      write(value, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter throws none
    }
    return text.toString();
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    switch (value) {
      case Record object -> writeObject(object, json);
      case Collection<?> array -> writeArray(array, json);
      case Optional<?> optional when optional.isPresent() -> write(optional.get(), json);
      case Optional<?> _ -> json.writeNull();
      case Boolean truth -> json.writeBoolean(truth);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      default -> json.writeString(value.toString());
    }
  }

  private static void writeArray(Collection<?> array, JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Object element : array) {
      write(element, json);
    }
    json.writeEndArray();
  }

  private static void writeObject(Record object, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (RecordComponent component : object.getClass().getRecordComponents()) {
      json.writeFieldName(component.getName());
      write(valueOf(component, object), json);
    }
    json.writeEndObject();
  }

  private static Object valueOf(RecordComponent component, Record object) {
    try {
      return component.getAccessor().invoke(object);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Records to print must be public: " + component, e);
    }
  }
}
