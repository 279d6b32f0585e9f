package io.leadfactory.audit.render;

import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.mapping.Component;
import org.hibernate.resource.beans.internal.FallbackBeanInstanceProducer;
import org.hibernate.usertype.CompositeUserType;
import org.jspecify.annotations.Nullable;

/** The types of applications that take a value apart into columns. */
final class UserTypes {
    private UserTypes() {}

    /** The class whose attributes are the columns, or null if no such type maps the value; made as Hibernate makes it. */
    static @Nullable Class<?> mappingClass(Component component) {
        String name = component.getTypeName();
        if (name == null) {
            return null;
        }
        MetadataBuildingContext building = component.getBuildingContext();
        BootstrapContext bootstrap = building.getBootstrapContext();
        Class<?> type = bootstrap.getClassLoaderAccess().classForName(name);
        if (!CompositeUserType.class.isAssignableFrom(type)) {
            return null;
        }
        Object instance = building.getBuildingOptions().isAllowExtensionsInCdi()
                ? bootstrap.getManagedBeanRegistry().getBean(type).getBeanInstance()
                : FallbackBeanInstanceProducer.INSTANCE.produceBeanInstance(type);
        return ((CompositeUserType<?>) instance).embeddable();
    }
}
