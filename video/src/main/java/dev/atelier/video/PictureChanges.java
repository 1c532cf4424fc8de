package dev.atelier.video;

import dev.atelier.core.media.VideoInfo;
import dev.atelier.core.media.VideoIo.JoinReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What of a picture's kind is other in the result than in the source, a phrase each. */
record PictureChanges(VideoInfo source, SourceHeader.Stream encoded) {
    JoinReport addTo(JoinReport report) {
        List<String> changes = new ArrayList<>();
        String pixels = encoded.get("pix_fmt");
        String name = "video #" + source.videoStream() + ": ";
        int depth = PixelLayout.depth(pixels);
        boolean rgb = pixels.startsWith("gb") || pixels.startsWith("bgr");
        if (depth < source.depth()) {
            changes.add(name + source.depth() + " bits a sample to " + depth + ", as " + encoded.codec()
                    + " is written here");
        }
        var chroma = PixelLayout.chroma(pixels);
        if (!rgb && chroma.compareTo(source.traits().chroma()) < 0) {
            changes.add(name + "colour sampling " + source.traits().chroma().label() + " to " + chroma.label());
        }
        if (encoded.codec().equals("prores") && source.colour().range().equals("pc")) {
            changes.add(name + "full range to limited, the only one of prores");
        }
        boolean inStream = Set.of("h264", "hevc", "av1").contains(encoded.codec());
        if (!inStream && !(source.traits().mastering() + source.traits().contentLight()).isEmpty()) {
            changes.add(name + "mastering data was dropped, which " + encoded.codec() + " has no place for");
        }
        if (source.traits().interlaced()) {
            changes.add(name + "interlaced to whole frames");
        }
        if (source.traits().toneMapped()) {
            changes.add(name + "high dynamic range to standard range (BT.709)");
        }
        if (source.alpha() && !PixelLayout.hasAlpha(pixels) && !encoded.sideAlpha()) {
            changes.add(name + "transparency was dropped, which " + encoded.codec() + " cannot hold");
        }
        List<String> converted = new ArrayList<>(report.converted());
        converted.addAll(changes);
        return new JoinReport(report.copied(), converted, report.dropped());
    }
}
