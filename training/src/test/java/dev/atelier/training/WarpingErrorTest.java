package dev.atelier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class WarpingErrorTest {
    private static final int SIDE = 64;
    private final Tensor wide = Pictures.tensor(new GeneratedPictures(1, SIDE + 8, 4).get(0));
    private final Tensor first = Ops.crop(wide, 0, 0, SIDE, SIDE);
    private final Tensor moved = Ops.crop(wide, 1, 3, SIDE, SIDE);

    @Test
    void a_camera_that_moves_is_no_flicker() {
        List<Tensor> clip = List.of(first, moved);
        assertThat(new WarpingError(1).of(clip, clip)).isLessThan(0.03);
    }

    @Test
    void a_frame_painted_brighter_than_its_neighbour_flickers_by_the_difference() {
        Tensor brighter = moved.add(Ops.scalar(0.2));
        assertThat(new WarpingError(1).of(List.of(first, moved), List.of(first, brighter)))
                .isBetween(0.18, 0.24);
    }

    @Test
    void a_clip_that_is_too_short_is_refused() {
        assertThatThrownBy(() -> new WarpingError(5).of(List.of(first, moved), List.of(first, moved)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("give more than 5");
    }
}
