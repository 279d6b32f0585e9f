package io.leadfactory.perf;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people meet from Java, Kotlin and Groovy. */
class PublicSurfaceTest {
    /** Hard keywords of Kotlin and Groovy that Java lets one use. */
    private static final Set<String> RESERVED = Set.of(
            "as", "def", "fun", "in", "is", "object", "trait", "typealias", "typeof", "val", "var", "when", "it");

    private static final List<Class<?>> PUBLIC = new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.leadfactory.perf")
                    .stream()
                    .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                    .map(JavaClass::reflect)
                    .collect(Collectors.toList());

    /** What a class has from one that is not public, people meet as its own. */
    private static Stream<Method> methods(Class<?> type) {
        Stream<Method> own = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic());
        Class<?> above = type.getSuperclass();
        return above == null || Modifier.isPublic(above.getModifiers()) ? own : Stream.concat(own, methods(above));
    }

    @Test
    void names_all_areFreeInKotlinAndGroovy() {
        assertThat(PUBLIC).hasSizeGreaterThan(40);
        for (Class<?> type : PUBLIC) {
            assertThat(type.getPackageName().split("\\.")).as(type.getName()).doesNotContainAnyElementsOf(RESERVED);
            assertThat(methods(type).map(Method::getName)).as(type.getName()).doesNotContainAnyElementsOf(RESERVED);
            assertThat(Arrays.stream(type.getFields()).map(field -> field.getName()))
                    .as(type.getName())
                    .doesNotContainAnyElementsOf(RESERVED);
        }
    }

    /** A lambda with the same number of parameters could mean either, and in Kotlin and Groovy the result does not tell. */
    @Test
    void overloads_all_differByMoreThanTheKindOfLambda() {
        List<String> doubtful = new ArrayList<>();
        for (Class<?> type : PUBLIC) {
            List<Method> methods = methods(type).toList();
            for (Method one : methods) {
                for (Method other : methods) {
                    if (!one.equals(other) && one.getName().equals(other.getName()) && isDoubtful(one, other)) {
                        doubtful.add(one.toString());
                    }
                }
            }
        }
        assertThat(doubtful).isEmpty();
    }

    private static boolean isDoubtful(Method one, Method other) {
        if (one.getParameterCount() != other.getParameterCount()) {
            return false;
        }
        boolean lambdas = false;
        for (int i = 0; i < one.getParameterCount(); i++) {
            Class<?> first = one.getParameterTypes()[i];
            Class<?> second = other.getParameterTypes()[i];
            if (first != second) {
                Optional<Integer> here = arity(first);
                if (here.isEmpty() || !here.equals(arity(second))) {
                    return false;
                }
                lambdas = true;
            }
        }
        return lambdas;
    }

    private static Optional<Integer> arity(Class<?> type) {
        if (!type.isInterface()) {
            return Optional.empty();
        }
        List<Method> single = Arrays.stream(type.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .toList();
        return single.size() == 1 ? Optional.of(single.get(0).getParameterCount()) : Optional.empty();
    }
}
