package io.leadfactory.audit.example;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A test class that runs once on each database that is there. Its constructor takes the {@link DatabaseKind}, for
 * {@link TestDatabase#on}. A database that is not there shows as a run that is not there, never as a green one.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("every-database")
@ParameterizedClass(name = "{0}")
@ArgumentsSource(OnEveryDatabase.Present.class)
public @interface OnEveryDatabase {

    /** The databases that are there. */
    final class Present implements ArgumentsProvider {
        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            return DatabaseKind.present().stream().map(Arguments::of);
        }
    }
}
