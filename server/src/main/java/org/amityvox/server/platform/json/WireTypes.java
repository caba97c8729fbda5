// SPDX-License-Identifier: AGPL-3.0-only
package org.amityvox.server.platform.json;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.amityvox.server.kernel.ChannelId;
import org.amityvox.server.kernel.GuildId;
import org.amityvox.server.kernel.Id;
import org.amityvox.server.kernel.InstanceId;
import org.amityvox.server.kernel.MessageId;
import org.amityvox.server.kernel.Patch;
import org.amityvox.server.kernel.RoleId;
import org.amityvox.server.kernel.SessionId;
import org.amityvox.server.kernel.UserId;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// How our own types look on the wire, so that records need no annotations.
final class WireTypes extends SimpleModule {
    private static final long serialVersionUID = 1;

    /// RFC 3339 in UTC, always with three digits of a second.
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Map<Class<? extends Id>, Function<String, ? extends Id>> IDS = Map.of(
            UserId.class, UserId::new,
            GuildId.class, GuildId::new,
            ChannelId.class, ChannelId::new,
            MessageId.class, MessageId::new,
            RoleId.class, RoleId::new,
            SessionId.class, SessionId::new,
            InstanceId.class, InstanceId::new);

    WireTypes() {
        addSerializer(new TextSerializer<>(Id.class, Id::value));
        addSerializer(new TextSerializer<>(Instant.class, TIME::format));
        addSerializer(
                new TextSerializer<>(Enum.class, constant -> constant.name().toLowerCase(Locale.ROOT)));
        IDS.forEach(this::addId);
        addDeserializer(Patch.class, new PatchDeserializer(null));
    }

    @SuppressWarnings("unchecked") // the map pairs each class with its own constructor
    private <T extends Id> void addId(Class<T> type, Function<String, ? extends Id> make) {
        addDeserializer(type, new IdDeserializer<>(type, (Function<String, T>) make));
    }

    private static final class TextSerializer<T> extends StdSerializer<T> {
        private final Function<T, String> text;

        TextSerializer(Class<T> type, Function<T, String> text) {
            super(type);
            this.text = text;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeString(text.apply(value));
        }
    }

    private static final class IdDeserializer<T> extends StdDeserializer<T> {
        private final Function<String, T> make;

        IdDeserializer(Class<T> type, Function<String, T> make) {
            super(type);
            this.make = make;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) {
            var text = in.getValueAsString();
            try {
                return make.apply(text == null ? "" : text);
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException(text, handledType(), "not an id");
            }
        }
    }

    /// Tells `null` from absent: absent fields never reach a deserializer but through [#getAbsentValue].
    private static final class PatchDeserializer extends ValueDeserializer<Patch<?>> {
        private final @org.jspecify.annotations.Nullable JavaType content;

        PatchDeserializer(@org.jspecify.annotations.Nullable JavaType content) {
            this.content = content;
        }

        @Override
        public ValueDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
            return new PatchDeserializer(context.getContextualType().containedType(0));
        }

        @Override
        public Patch<?> deserialize(JsonParser in, DeserializationContext context) {
            return Patch.of(context.readValue(in, content));
        }

        @Override
        public Object getNullValue(DeserializationContext context) {
            return Patch.of(null);
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return Patch.absent();
        }
    }
}
