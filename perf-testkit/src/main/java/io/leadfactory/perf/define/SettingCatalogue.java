package io.leadfactory.perf.define;

import java.util.List;

/**
 * Makes settings of its own known beside {@link KitSettings}, so that they are not refused as misspelt. Implementations are
 * found by {@link java.util.ServiceLoader}, have a public constructor without parameters, and are asked once in a JVM.
 */
@FunctionalInterface
public interface SettingCatalogue {
    /**
     * Returns the settings.
     *
     * @return the settings, whose names are not used by anybody else
     */
    List<PerfSetting<?>> settings();
}
