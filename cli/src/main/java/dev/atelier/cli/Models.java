package dev.atelier.cli;

import dev.atelier.core.media.Picture;
import dev.atelier.core.scoring.ModelInfo;
import dev.atelier.core.scoring.ModelRuntime;
import dev.atelier.core.scoring.Precision;
import dev.atelier.core.scoring.Scorer;
import dev.atelier.core.scoring.Tensor;
import dev.atelier.training.GatysModels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** All models: those of ONNX Runtime, and the method of Gatys, which loads LibTorch when first asked for. */
final class Models implements ModelRuntime {
    private final ModelRuntime onnx;
    private final Supplier<ModelRuntime> makeGatys;
    private ModelRuntime gatys;

    Models(ModelRuntime onnx, Supplier<ModelRuntime> gatys) {
        this.onnx = onnx;
        this.makeGatys = gatys;
    }

    private synchronized ModelRuntime of(String model) {
        if (!GatysModels.isName(model)) {
            return onnx;
        }
        if (gatys == null) {
            gatys = makeGatys.get();
        }
        return gatys;
    }

    @Override
    public ModelInfo inspect(String model) {
        return of(model).inspect(model);
    }

    @Override
    public Map<String, Tensor> prepareStyle(String model, Picture style) {
        return of(model).prepareStyle(model, style);
    }

    @Override
    public Map<String, Tensor> fitStyle(String model, ScorerOptions options, List<Picture> items) {
        return of(model).fitStyle(model, options, items);
    }

    @Override
    public Optional<Scorer> observe(String model, ScorerOptions options, Look look) {
        return of(model).observe(model, options, look);
    }

    @Override
    public void checkDevice(String device) {
        onnx.checkDevice(device);
    }

    @Override
    public boolean isFaster(String model, Precision precision, String device) {
        return of(model).isFaster(model, precision, device);
    }

    @Override
    public Scorer open(String model, ScorerOptions options) {
        return of(model).open(model, options);
    }
}
