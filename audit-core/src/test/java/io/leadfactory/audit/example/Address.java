package io.leadfactory.audit.example;

import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** An embeddable. */
@Embeddable
public class Address {
    public @Nullable String street;
    public @Nullable String city;

    protected Address() {}

    public Address(String street, String city) {
        this.street = street;
        this.city = city;
    }
}
