package io.leadfactory.budget.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.ledger.ReservationId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The name of a reservation in the ledger was written in the digits of the default locale. */
@Isolated("sets the default locale")
class LocaleTest {
    @Test
    void reservationId_arabicLocale_isWrittenInTheSameDigits() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(new ReservationId(1, 42)).hasToString("0000000000000001-42");
        } finally {
            Locale.setDefault(before);
        }
    }
}
