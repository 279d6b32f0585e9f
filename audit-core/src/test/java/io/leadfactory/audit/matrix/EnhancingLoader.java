package io.leadfactory.audit.matrix;

import java.io.IOException;
import java.io.InputStream;
import org.hibernate.bytecode.enhance.spi.DefaultEnhancementContext;
import org.hibernate.bytecode.enhance.spi.Enhancer;
import org.hibernate.bytecode.internal.bytebuddy.BytecodeProviderImpl;

/** Loads one class, enhanced as Hibernate's build plugins do it; all others are its parent's. */
final class EnhancingLoader extends ClassLoader {
    private final String name;

    EnhancingLoader(Class<?> type) {
        super(type.getClassLoader());
        this.name = type.getName();
    }

    @Override
    protected Class<?> loadClass(String wanted, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(wanted)) {
            if (!wanted.equals(name)) {
                return super.loadClass(wanted, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? enhanced() : loaded;
        }
    }

    private Class<?> enhanced() throws ClassNotFoundException {
        ClassLoader parent = getParent();
        Enhancer enhancer = new BytecodeProviderImpl().getEnhancer(new DefaultEnhancementContext() {
            @Override
            public ClassLoader getLoadingClassLoader() {
                return parent;
            }
        });
        try (InputStream file = parent.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null || enhancer == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = file.readAllBytes();
            enhancer.discoverTypes(name, bytes);
            byte[] enhanced = enhancer.enhance(name, bytes);
            if (enhanced == null) {
                throw new ClassNotFoundException(name + " was not enhanced");
            }
            return defineClass(name, enhanced, 0, enhanced.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
