package dev.atelier.scoring.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageReaderWriterSpi;
import javax.imageio.spi.ImageWriterSpi;

/** Whose codecs to use: a chosen vendor's, never just the first that is registered. */
enum Codec {
    JDK("com.sun."),
    TWELVE_MONKEYS("com.twelvemonkeys.");

    private final String packages;

    Codec(String packages) {
        this.packages = packages;
    }

    /** A reader set on a file, that throws where the JDK's would only warn of damage. */
    ImageReader reader(String format, byte[] file, Damage damage) throws IOException {
        ImageReader reader = find(ImageReaderSpi.class, format).createReaderInstance();
        reader.addIIOReadWarningListener(damage);
        reader.setInput(new MemoryInput(file), true, true);
        return reader;
    }

    ImageWriter writer(String format) throws IOException {
        return find(ImageWriterSpi.class, format).createWriterInstance();
    }

    private <T extends ImageReaderWriterSpi> T find(Class<T> type, String format) throws IOException {
        Iterator<T> providers = IIORegistry.getDefaultInstance().getServiceProviders(type, false);
        while (providers.hasNext()) {
            T provider = providers.next();
            if (provider.getClass().getName().startsWith(packages)
                    && Arrays.asList(provider.getFormatNames()).contains(format)) {
                return provider;
            }
        }
        throw new IIOException("there is no codec for " + format);
    }

    /** Remembers the first warning that means that pixels are missing or wrong. */
    static final class Damage implements IIOReadWarningListener {
        private String first = "";

        @Override
        public void warningOccurred(ImageReader source, String warning) {
            boolean harmless = warning.contains("extraneous bytes") || !mentionsDamage(warning);
            if (first.isEmpty() && !harmless) {
                first = warning;
            }
        }

        private static boolean mentionsDamage(String warning) {
            return warning.contains("Corrupt")
                    || warning.contains("remature")
                    || warning.contains("runcated")
                    || warning.contains("EOI");
        }

        void throwIfAny() throws IOException {
            if (!first.isEmpty()) {
                throw new IIOException(first);
            }
        }
    }
}
