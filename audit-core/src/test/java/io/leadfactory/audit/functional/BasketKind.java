package io.leadfactory.audit.functional;

import static io.leadfactory.audit.functional.BasketKind.Form.BAG;
import static io.leadfactory.audit.functional.BasketKind.Form.LIST;
import static io.leadfactory.audit.functional.BasketKind.Form.MAP;

import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Baskets;
import io.leadfactory.audit.example.Baskets.Basket;
import io.leadfactory.audit.example.Baskets.Code;
import io.leadfactory.audit.example.Baskets.Geo;
import io.leadfactory.audit.example.Baskets.Item;
import io.leadfactory.audit.example.Baskets.Letter;
import io.leadfactory.audit.example.Baskets.Link;
import io.leadfactory.audit.example.Baskets.Spot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.Session;

/**
 * A kind of collection. Its elements are called by letters; each owner has items of its own.
 *
 * @param create an owner
 * @param form how it is recorded
 * @param container makes a collection of these elements
 * @param json the text of an element, in a map with its key
 */
record BasketKind(
        Supplier<? extends Basket> create,
        BasketKind.Form form,
        BiFunction<Long, List<String>, Object> container,
        BiFunction<Long, String, String> json) {
    private static final Pattern ELEMENT = Pattern.compile("\\$([a-zB])");

    /** How a collection stands in an event. */
    enum Form {
        BAG,
        LIST,
        MAP
    }

    static final List<BasketKind> KINDS = List.of(
            new BasketKind(Baskets.SetOfTexts::new, BAG, texts(HashSet::new), BasketKind::text),
            new BasketKind(Baskets.SortedSetOfTexts::new, BAG, texts(HashSet::new), BasketKind::text),
            new BasketKind(Baskets.OrderedSetOfTexts::new, BAG, texts(HashSet::new), BasketKind::text),
            new BasketKind(Baskets.BagOfTexts::new, BAG, texts(ArrayList::new), BasketKind::text),
            new BasketKind(Baskets.BagWithIds::new, BAG, texts(ArrayList::new), BasketKind::text),
            new BasketKind(Baskets.ListOfTexts::new, LIST, texts(ArrayList::new), BasketKind::text),
            new BasketKind(
                    Baskets.ArrayOfTexts::new, LIST, (id, letters) -> letters.toArray(new String[0]), BasketKind::text),
            new BasketKind(
                    Baskets.MapOfTexts::new,
                    MAP,
                    map((id, letter) -> key(letter), (id, letter) -> letter),
                    (id, letter) -> '"' + key(letter) + "\":\"" + letter + '"'),
            new BasketKind(
                    Baskets.SortedMapByEnum::new,
                    MAP,
                    map((id, letter) -> Letter.valueOf(letter.toUpperCase(Locale.ROOT)), (id, letter) -> letter),
                    (id, letter) -> '"' + letter.toUpperCase(Locale.ROOT) + "\":\"" + letter + '"'),
            new BasketKind(
                    Baskets.MapByEntity::new,
                    MAP,
                    map((id, letter) -> new Item(id + key(letter)), (id, letter) -> letter),
                    (id, letter) -> "\"" + id + key(letter) + "\":\"" + letter + '"'),
            new BasketKind(
                    Baskets.MapByEmbeddable::new,
                    MAP,
                    map((id, letter) -> Geo.of(key(letter)), (id, letter) -> letter),
                    (id, letter) -> "\"{\\\"lat\\\":" + Geo.lat(key(letter)) + "}\":\"" + letter + '"'),
            new BasketKind(
                    Baskets.MapOfItems::new,
                    MAP,
                    map((id, letter) -> key(letter), (id, letter) -> new Item(id + letter)),
                    (id, letter) -> '"' + key(letter) + "\":\"" + id + letter + '"'),
            new BasketKind(Baskets.SetOfEmbeddables::new, BAG, of(HashSet::new, BasketKind::newSpot), BasketKind::spot),
            new BasketKind(
                    Baskets.ListOfEmbeddables::new, LIST, of(ArrayList::new, BasketKind::newSpot), BasketKind::spot),
            new BasketKind(
                    Baskets.OneToManyByColumn::new, BAG, of(HashSet::new, BasketKind::newItem), BasketKind::item),
            new BasketKind(
                    Baskets.OneToManyListByColumn::new,
                    LIST,
                    of(ArrayList::new, BasketKind::newItem),
                    BasketKind::item),
            new BasketKind(
                    Baskets.OneToManyByTable::new, BAG, of(ArrayList::new, BasketKind::newItem), BasketKind::item),
            new BasketKind(Baskets.ManyToManySet::new, BAG, of(HashSet::new, BasketKind::newItem), BasketKind::item),
            new BasketKind(
                    Baskets.ManyToManyList::new, LIST, of(ArrayList::new, BasketKind::newItem), BasketKind::item),
            new BasketKind(Baskets.SetInEmbeddable::new, BAG, texts(HashSet::new), BasketKind::text),
            new BasketKind(
                    Baskets.MapOfConverted::new,
                    MAP,
                    map((id, letter) -> new Code(key(letter)), (id, letter) -> new Code(letter)),
                    (id, letter) -> "\"" + new Code(key(letter)) + "\":\"" + new Code(letter) + '"'),
            new BasketKind(
                    Baskets.SetOfLinks::new,
                    BAG,
                    of(HashSet::new, (id, letter) -> new Link(new Item(id + letter))),
                    (id, letter) -> "{\"target.type\":\"Baskets$Item\",\"target.id\":\"" + id + letter + "\"}"),
            new BasketKind(
                    Baskets.ListOfAnything::new,
                    LIST,
                    of(ArrayList::new, BasketKind::newItem),
                    (id, letter) -> "{\"type\":\"Baskets$Item\",\"id\":\"" + id + letter + "\"}"),
            new BasketKind(Baskets.TextsByCode::new, BAG, texts(HashSet::new), BasketKind::text),
            new BasketKind(Baskets.OneToManyByCode::new, BAG, of(HashSet::new, BasketKind::newItem), BasketKind::item),
            new BasketKind(
                    Baskets.ManyToManyByCode::new, LIST, of(ArrayList::new, BasketKind::newItem), BasketKind::item));

    String name() {
        return create.get().getClass().getSimpleName();
    }

    /** Hibernate's stateless session writes no collection of an embeddable. */
    boolean isWrittenStateless() {
        return !isInEmbeddable() && isKeyedById();
    }

    /** Hibernate's stateless session takes the identifier for the key of a collection, and fails if it is not. */
    boolean isKeyedById() {
        return !name().endsWith("ByCode");
    }

    private boolean isInEmbeddable() {
        return name().equals("SetInEmbeddable");
    }

    String path() {
        return isInEmbeddable() ? "inner.tags" : "content";
    }

    String values(long id, String template) {
        Matcher matcher = ELEMENT.matcher(template);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(json.apply(id, found.group(1))));
    }

    Subject subject(long id) {
        return Subject.of("Baskets$" + name(), Long.toString(id));
    }

    /** The whole content; elements as in a template, or their texts. */
    String all(long id, String elements) {
        return values(id, form == MAP ? "{\"all\":{" + elements + "}}" : "{\"all\":[" + elements + "]}");
    }

    /** References instead of detached items, so that none is loaded. */
    @SuppressWarnings("unchecked")
    static Object managed(Session session, Object content) {
        if (content instanceof List<?>) {
            ((List<Object>) content).replaceAll(element -> managedElement(session, element));
        } else if (content instanceof Collection<?> elements) {
            List<Object> copy = new ArrayList<>();
            elements.forEach(element -> copy.add(managedElement(session, element)));
            ((Collection<Object>) content).clear();
            ((Collection<Object>) content).addAll(copy);
        } else if (content instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new HashMap<>();
            map.forEach((key, value) -> copy.put(managedElement(session, key), managedElement(session, value)));
            return copy;
        }
        return content;
    }

    private static Object managedElement(Session session, Object element) {
        return element instanceof Item item ? session.getReference(Item.class, item.getId()) : element;
    }

    static Class<?>[] entities() {
        return Stream.concat(KINDS.stream().map(kind -> kind.create().get().getClass()), Stream.of(Item.class))
                .toArray(Class<?>[]::new);
    }

    static List<String> letters(String letters) {
        return letters.chars().mapToObj(Character::toString).toList();
    }

    /** A changed element of a map keeps its key. */
    private static String key(String letter) {
        return letter.toLowerCase(Locale.ROOT);
    }

    private static String text(long id, String letter) {
        return '"' + letter + '"';
    }

    private static String item(long id, String letter) {
        return "\"" + id + letter + '"';
    }

    private static String spot(long id, String letter) {
        String lat = letter.equals("d") ? "null" : Integer.toString(Geo.lat(letter));
        return "{\"geo.lat\":" + lat + ",\"street\":\"" + letter + "\"}";
    }

    private static Object newSpot(long id, String letter) {
        return new Spot(letter);
    }

    private static Object newItem(long id, String letter) {
        return new Item(id + letter);
    }

    private static BiFunction<Long, List<String>, Object> texts(Function<Collection<Object>, Object> container) {
        return (id, letters) -> container.apply(new ArrayList<>(letters));
    }

    private static BiFunction<Long, List<String>, Object> of(
            Function<Collection<Object>, Object> container, BiFunction<Long, String, Object> element) {
        return (id, letters) -> container.apply(new ArrayList<>(
                letters.stream().map(letter -> element.apply(id, letter)).toList()));
    }

    private static BiFunction<Long, List<String>, Object> map(
            BiFunction<Long, String, Object> key, BiFunction<Long, String, Object> value) {
        return (id, letters) -> {
            Map<Object, Object> map = new HashMap<>();
            letters.forEach(letter -> map.put(key.apply(id, letter), value.apply(id, letter)));
            return map;
        };
    }
}
