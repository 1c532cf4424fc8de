package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.media.Picture;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class WarpingErrorTest {
    private static final int SIDE = 64;
    private final Tensor wide = Pictures.tensor(new GeneratedPictures(1, SIDE + 16, 4).get(0));

    /** What a camera sees that moves by a pixel to the right and one down a frame. */
    private Picture frame(int number, double brighter) {
        Tensor seen = Ops.crop(wide, number, number, SIDE, SIDE);
        return Pictures.picture(seen.mul(Ops.scalar(0.6)).add(Ops.scalar(brighter)));
    }

    @Test
    void a_camera_that_moves_is_no_flicker() {
        WarpingError error = new WarpingError(1, 2);
        for (int i = 0; i < 3; i++) {
            error.add(frame(i, 0), List.of());
        }
        assertThat(error.of(0, 1)).isLessThan(0.03);
        assertThat(error.of(0, 2)).isLessThan(0.03);
    }

    @Test
    void a_frame_painted_brighter_than_its_neighbour_flickers_by_the_difference() {
        WarpingError error = new WarpingError(1, 2);
        for (int i = 0; i < 3; i++) {
            error.add(frame(i, 0), List.of(frame(i, 0), frame(i, 0.2 * (i % 2))));
        }
        assertThat(error.of(1, 1)).isEqualTo(error.of(0, 1));
        assertThat(error.of(2, 1)).isBetween(0.18, 0.24);
        assertThat(error.of(2, 2)).as("every second frame is as bright").isLessThan(0.03);
    }

    @Test
    void a_clip_that_is_too_short_has_no_figure() {
        WarpingError error = new WarpingError(5);
        error.add(frame(0, 0), List.of());
        error.add(frame(1, 0), List.of());
        assertThat(error.of(0, 5)).isNaN();
    }

    @Test
    void a_distance_below_one_is_refused() {
        assertThatThrownBy(() -> new WarpingError(1, 0)).hasMessageContaining("found [1, 0]");
    }
}
