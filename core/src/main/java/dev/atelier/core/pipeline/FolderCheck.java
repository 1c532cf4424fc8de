package dev.atelier.core.pipeline;

import dev.atelier.core.job.JobLayout;
import dev.atelier.core.job.JobRepository;
import dev.atelier.core.job.JobSpec;
import dev.atelier.core.job.RecordPages;
import dev.atelier.core.store.ListingDigest;
import dev.atelier.core.store.Location;
import dev.atelier.core.store.ObjectInfo;
import java.util.Optional;

/**
 * Looks whether a folder is still as it was when its job was begun, where the job's id does not tell: that of a large folder is
 * the digest of the first page of its listing.
 */
record FolderCheck(JobRepository repository, JobLayout layout, JobSpec spec, Location folder, long token) {

    /** Lists the folder; where an earlier run was ended while it did so, the list is complete afterwards. */
    boolean isUnchanged() {
        Optional<Source.Images> recorded =
                repository.read(layout.source(), Source.class).flatMap(Source::listed);
        if (recorded.isEmpty()) {
            return true;
        }
        if (recorded.get().growing()) {
            return goesOn(recorded.get());
        }
        return !spec.input().isKnownInPart() || recorded.get().digest().equals(digest());
    }

    private String digest() {
        String prefix = folder.child("");
        var digest = new ListingDigest(prefix);
        for (ObjectInfo object : folder.store().list(prefix)) {
            digest.add(object);
        }
        return digest.hex();
    }

    /** Of what is listed each page that there is was scored, perhaps: the new ones have to be like them. */
    private boolean goesOn(Source.Images recorded) {
        Source.Images all = new ImageListing(repository.store(), layout, token, folder).all();
        var before = ImagePages.records(repository.store(), layout, recorded.token());
        var now = ImagePages.records(repository.store(), layout, token);
        int page = 0;
        for (ObjectInfo ignored : repository.store().list(layout.sourcePages(recorded.token()))) {
            if ((long) page * RecordPages.PAGE >= all.count()
                    || !before.page(page).equals(now.page(page))) {
                return false;
            }
            page++;
        }
        repository.write(layout.source(), all);
        return true;
    }
}
