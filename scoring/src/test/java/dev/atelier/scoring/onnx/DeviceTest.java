package dev.atelier.scoring.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.core.failure.InvalidRequestException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceTest {
    @TempDir
    Path folder;

    @Test
    void devicesAreChosenByName() {
        assertThat(Device.of("cpu").isCpu()).isTrue();
        assertThat(Device.of("cuda")).isEqualTo(new Device(Device.Kind.CUDA, 0)).hasToString("cuda:0");
        assertThat(Device.of("tensorrt:12")).isEqualTo(new Device(Device.Kind.TENSORRT, 12));
        assertThatThrownBy(() -> Device.of("cuda:-1"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("cuda:-1")
                .hasMessageContaining("tensorrt:N");
    }

    @Test
    void aDeviceThatThisBuildHasNotIsRefusedWithWhatToDo() {
        var runtime = new OnnxRuntime(folder, Optional.empty());

        assertThatCode(() -> runtime.checkDevice("cpu")).doesNotThrowAnyException();
        for (String device : new String[] {"cuda:0", "tensorrt:0"}) {
            assertThatThrownBy(() -> runtime.checkDevice(device))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("device " + device)
                    .hasMessageContaining("onnxruntime_gpu");
        }
    }
}
