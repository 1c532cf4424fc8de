/** Changes to ONNX graphs: constants bound and folded, statistics fixed, precision lowered. Runs nothing itself. */
package dev.atelier.scoring.graph;
