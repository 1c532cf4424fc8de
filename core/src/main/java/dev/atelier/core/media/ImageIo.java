package dev.atelier.core.media;

/**
 * Reads and writes single images. Input is hostile: sizes are checked before anything is allocated. Safe for use by
 * many threads at once.
 */
public interface ImageIo {
    /**
     * Decodes an image, turned upright as its EXIF orientation says.
     *
     * @param name the image's name, for messages
     * @param bytes the whole file
     * @throws dev.atelier.core.failure.PoisonItemException if it is not an image that can be read, is damaged or has
     *     more than the allowed number of pixels
     */
    Picture decode(String name, byte[] bytes);

    /** A picture in another size, without aliasing; the same one if it has that size. */
    Picture resize(Picture picture, int width, int height);

    /**
     * Encodes a picture.
     *
     * @param quality 0 (smallest file) to 100 (best picture, in WebP the very same); lossless formats ignore it
     * @throws dev.atelier.core.failure.InvalidRequestException if the format cannot hold such a picture, or is not written
     *     here
     */
    byte[] encode(Picture picture, ImageFormat format, int quality);
}
