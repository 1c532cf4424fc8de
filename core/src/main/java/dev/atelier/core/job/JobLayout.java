package dev.atelier.core.job;

import java.util.Locale;

/** The names of a job's objects. The one place that knows them. */
public record JobLayout(JobId id) {
    public static final String JOBS = "jobs/";

    /** Everything of the job's, in either store. */
    public String prefix() {
        return JOBS + id + "/";
    }

    public String spec() {
        return prefix() + "job.json";
    }

    public String lease() {
        return prefix() + "lease.json";
    }

    public String source() {
        return prefix() + "source.json";
    }

    public String style() {
        return prefix() + "style.safetensors";
    }

    /** How the model is specialised for the job's items. */
    public String specialisation() {
        return prefix() + "specialisation.json";
    }

    /** The numbers that {@link #specialisation} refers to. */
    public String specialisationValues() {
        return prefix() + "specialisation.safetensors";
    }

    /** What was planned before the job was begun; beside all jobs, since there may never be one. */
    public String plan() {
        return "plans/" + id + ".json";
    }

    /** How many items a batch has, where that was settled before it was known how many items there are. */
    public String batchSize() {
        return prefix() + "batch-size.json";
    }

    public String manifest() {
        return prefix() + "manifest.json";
    }

    /** Where the pages of a source are, beside the source itself. */
    public String sourcePages(long token) {
        return prefix() + "source/" + number(token) + "/";
    }

    /** Where the pages of a manifest are, beside the manifest itself. */
    public String manifestPages(long token) {
        return prefix() + "manifest/" + number(token) + "/";
    }

    public String outcomes() {
        return prefix() + "outcomes/";
    }

    public String outcome(int batch) {
        return outcomes() + number(batch) + ".json";
    }

    public String logs() {
        return prefix() + "logs/";
    }

    public String log(int batch) {
        return logs() + number(batch) + ".jsonl";
    }

    public String runs() {
        return prefix() + "runs/";
    }

    public String run(long token) {
        return runs() + number(token) + ".json";
    }

    /** What an engine wrote down of a run. */
    public String engineLog(long token, String name) {
        return prefix() + "engine/" + number(token) + "-" + name;
    }

    public String report() {
        return prefix() + "report.json";
    }

    /** Products, in the data store. */
    public String products() {
        return prefix() + "products/";
    }

    /** A segment. Its name tells the try, so that a late one never takes another's place. */
    public String segment(int firstFrame, Attempt attempt) {
        return products() + "segments/" + number(firstFrame) + "-" + attempt + ".segment";
    }

    public String image(String item, Attempt attempt) {
        return products() + "images/" + attempt + "/" + item;
    }

    public String records(int batch, Attempt attempt) {
        return products() + "records/" + number(batch) + "-" + attempt;
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%08d", number);
    }
}
