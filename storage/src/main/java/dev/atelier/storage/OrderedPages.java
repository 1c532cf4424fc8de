package dev.atelier.storage;

import dev.atelier.core.store.ObjectInfo;
import dev.atelier.core.store.ObjectName;
import dev.atelier.core.store.ObjectPage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Pages in the order of the names' UTF-8 bytes, from a service that may sort by UTF-16 units. The two orders differ only
 * for names with characters from U+D800 on (surrogates, and what lies behind them); where one of these turns up, the
 * whole listing is read and sorted.
 */
final class OrderedPages {
    /** A service's own listing. */
    interface Service {
        /**
         * The next objects in the service's order.
         *
         * @param after only names behind this one
         * @param limit how many at most, 1 to 1000
         */
        ObjectPage page(String prefix, String after, int limit);
    }

    private static final int MOST = 1000;

    private final Service service;

    OrderedPages(Service service) {
        this.service = service;
    }

    ObjectPage page(String prefix, String after, int limit) {
        if (isAmbiguous(after)) {
            return sorted(prefix, after, limit);
        }
        List<ObjectInfo> found = new ArrayList<>();
        boolean complete = false;
        String last = after;
        while (!complete && found.size() < limit) {
            ObjectPage page = service.page(prefix, last, Math.min(MOST, limit - found.size()));
            for (ObjectInfo object : page.objects()) {
                if (isAmbiguous(object.name())) {
                    return sorted(prefix, after, limit);
                }
                found.add(object);
                last = object.name();
            }
            complete = page.complete();
        }
        return new ObjectPage(found, complete);
    }

    private ObjectPage sorted(String prefix, String after, int limit) {
        List<ObjectInfo> all = new ArrayList<>();
        String last = "";
        boolean complete = false;
        while (!complete) {
            ObjectPage page = service.page(prefix, last, MOST);
            all.addAll(page.objects());
            complete = page.complete();
            last = all.isEmpty() ? "" : all.get(all.size() - 1).name();
        }
        List<ObjectInfo> rest = all.stream()
                .filter(object -> ObjectName.ORDER.compare(object.name(), after) > 0)
                .sorted(Comparator.comparing(ObjectInfo::name, ObjectName.ORDER))
                .toList();
        return new ObjectPage(rest.subList(0, Math.min(limit, rest.size())), rest.size() <= limit);
    }

    private static boolean isAmbiguous(String name) {
        return name.chars().anyMatch(unit -> unit >= 0xd800);
    }
}
