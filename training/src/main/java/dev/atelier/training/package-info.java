/** Training of style networks with LibTorch, their export to ONNX, and the figures that judge them. */
package dev.atelier.training;
