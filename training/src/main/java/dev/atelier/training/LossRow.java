package dev.atelier.training;

import java.util.Locale;

/** The losses of a step. */
record LossRow(int step, double loss, double content, double style, double gram, double steady, double rate) {
    static final String HEADER = "step,loss,content,style,gram,steady,rate";

    String csv() {
        return String.format(
                Locale.ROOT, "%d,%.5f,%.5f,%.5f,%.5f,%.5f,%.3g", step, loss, content, style, gram, steady, rate);
    }

    static LossRow parse(String csv) {
        String[] fields = csv.split(",", -1);
        return new LossRow(
                Integer.parseInt(fields[0]),
                Double.parseDouble(fields[1]),
                Double.parseDouble(fields[2]),
                Double.parseDouble(fields[3]),
                Double.parseDouble(fields[4]),
                Double.parseDouble(fields[5]),
                Double.parseDouble(fields[6]));
    }
}
