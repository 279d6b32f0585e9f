package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.example.Alone;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs an audited application in a class loader that knows none of the optional libraries. */
class AbsentLibrariesTest {
    private static final List<String> OPTIONAL = List.of("context-propagation", "jakarta.servlet-api", "jetty-");

    @Test
    void audit_withoutOptionalLibraries_works() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader bare = bare()) {
            Thread.currentThread().setContextClassLoader(bare);
            Supplier<?> alone = (Supplier<?>)
                    bare.loadClass(Alone.class.getName()).getConstructor().newInstance();
            assertThat(alone.get()).isEqualTo(List.of("alice INSERT Lead"));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.leadfactory.audit.propagation.AuditContextAccessor",
                "io.leadfactory.audit.servlet.AuditContextFilter"
            })
    void room_ofAnAbsentLibrary_isTheOnlyOneMissing(String type) throws Exception {
        try (URLClassLoader bare = bare()) {
            assertThatThrownBy(() -> Class.forName(type, true, bare)).isInstanceOf(NoClassDefFoundError.class);
        }
    }

    private static URLClassLoader bare() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (OPTIONAL.stream().noneMatch(new File(entry).getName()::startsWith)) {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }
}
