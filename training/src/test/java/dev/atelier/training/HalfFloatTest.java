package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0x0000",
        "1, 0x3c00",
        "-2, 0xc000",
        "65504, 0x7bff",
        "1e9, 0x7bff",
        "0.00006103515625, 0x0400",
        "0.000000059604645, 0x0001",
        "-0.000000059604645, 0x8001",
        "0.333251953125, 0x3555",
        "1.00048828125, 0x3c00",
        "1.00146484375, 0x3c02"
    })
    void values_get_the_nearest_bits(float value, String bits) {
        assertThat(HalfFloat.bits(value) & 0xffff).isEqualTo(Integer.decode(bits));
    }
}
