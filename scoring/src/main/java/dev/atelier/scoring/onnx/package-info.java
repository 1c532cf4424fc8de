/** The ONNX Runtime adapter. */
package dev.atelier.scoring.onnx;
