#include "tutorials/corpus/lexicon.h"

namespace heed::corpus {
namespace {

constexpr auto m = Gender::masculine, f = Gender::feminine, n = Gender::neuter;
constexpr auto person = Theme::person, animal = Theme::animal, thing = Theme::thing, garment = Theme::garment,
               opening = Theme::opening, food = Theme::food, drink = Theme::drink, inside = Theme::inside,
               surface = Theme::surface, landmark = Theme::landmark;
constexpr auto none = Scale::none, age = Scale::age, size = Scale::size, warmth = Scale::warmth,
               colour = Scale::colour;
constexpr auto accusative = Case::accusative, dative = Case::dative;

const Preposition in{"in", "in", dative, {inside}}, on{"on", "auf", dative, {surface}},
    under{"under", "unter", dative, {surface}}, behind{"behind", "hinter", dative, {landmark, opening}},
    beside{"next to", "neben", dative, {landmark, opening}}, before{"in front of", "vor", dative, {landmark}},
    into{"into", "in", accusative, {inside}}, through{"through", "durch", accusative, {inside, opening}},
    to{"to", "zu", dative, {person}}, over{"over", "über", accusative, {animal, landmark}},
    onto{"on", "auf", accusative, {surface}}, for_someone{"for", "für", accusative, {person}},
    without{"without", "ohne", accusative, {person, animal}}, with_food{"with", "mit", dative, {drink}};

const std::vector<const Preposition*> places{&in, &on, &under, &behind, &beside, &before};

const std::vector<Theme> people{person}, living{person, animal};

}  // namespace

const Preposition with_garment{"with", "mit", dative, {garment}};

// The formatter leaves the tables as they are: one word per row.
// clang-format off
const std::vector<Noun> nouns{
    {person, m, "man", "men", "mann", "mann", "männer", "männern"},
    {person, f, "woman", "women", "frau", "frau", "frauen", "frauen"},
    {person, n, "child", "children", "kind", "kind", "kinder", "kindern"},
    {person, m, "boy", "boys", "junge", "jungen", "jungen", "jungen"},
    {person, n, "girl", "girls", "mädchen", "mädchen", "mädchen", "mädchen"},
    {person, m, "teacher", "teachers", "lehrer", "lehrer", "lehrer", "lehrern"},
    {person, m, "neighbour", "neighbours", "nachbar", "nachbarn", "nachbarn", "nachbarn"},
    {person, m, "doctor", "doctors", "arzt", "arzt", "ärzte", "ärzten"},
    {person, f, "sister", "sisters", "schwester", "schwester", "schwestern", "schwestern"},
    {animal, m, "dog", "dogs", "hund", "hund", "hunde", "hunden"},
    {animal, f, "cat", "cats", "katze", "katze", "katzen", "katzen"},
    {animal, m, "fox", "foxes", "fuchs", "fuchs", "füchse", "füchsen"},
    {animal, n, "horse", "horses", "pferd", "pferd", "pferde", "pferden"},
    {thing, n, "book", "books", "buch", "buch", "bücher", ""},
    {thing, m, "letter", "letters", "brief", "brief", "briefe", ""},
    {thing, m, "ball", "balls", "ball", "ball", "bälle", ""},
    {thing, n, "picture", "pictures", "bild", "bild", "bilder", ""},
    {thing, f, "lamp", "lamps", "lampe", "lampe", "lampen", ""},
    {garment, m, "hat", "", "hut", "hut", "", ""},
    {garment, m, "coat", "", "mantel", "mantel", "", ""},
    {garment, n, "shirt", "", "hemd", "hemd", "", ""},
    {garment, f, "jacket", "", "jacke", "jacke", "", ""},
    {opening, f, "door", "doors", "tür", "tür", "türen", "türen"},
    {opening, n, "window", "windows", "fenster", "fenster", "fenster", "fenstern"},
    {food, m, "apple", "apples", "apfel", "apfel", "äpfel", ""},
    {food, n, "egg", "eggs", "ei", "ei", "eier", ""},
    {drink, f, "milk", "", "milch", "milch", "", "", true},
    {drink, n, "water", "", "wasser", "wasser", "", "", true},
    {drink, m, "coffee", "", "kaffee", "kaffee", "", "", true},
    {inside, m, "garden", "", "garten", "garten", "", ""},
    {inside, f, "kitchen", "", "küche", "küche", "", ""},
    {inside, m, "forest", "", "wald", "wald", "", ""},
    {inside, f, "school", "", "schule", "schule", "", ""},
    {surface, m, "table", "tables", "tisch", "tisch", "tische", "tischen"},
    {surface, n, "bed", "", "bett", "bett", "", ""},
    {landmark, n, "house", "houses", "haus", "haus", "häuser", "häusern"},
    {landmark, m, "tree", "trees", "baum", "baum", "bäume", "bäumen"},
};

const std::vector<Adjective> adjectives{
    {"quick", "schnell", "schnell", none, {animal}},
    {"lazy", "faul", "faul", none, {animal, person}},
    {"hungry", "hungrig", "hungrig", none, {animal, person}},
    {"tired", "müde", "müd", none, {animal, person}},
    {"sad", "traurig", "traurig", none, {person}},
    {"clever", "klug", "klug", none, {person, animal}},
    {"old", "alt", "alt", age, {person, animal, thing, garment, opening, inside, surface, landmark}},
    {"new", "neu", "neu", age, {thing, garment, opening, inside, surface}},
    {"little", "klein", "klein", size, {person, animal, thing, opening, food, inside, surface, landmark}},
    {"big", "groß", "groß", size, {animal, thing, opening, food, inside, surface, landmark}},
    {"expensive", "teuer", "teur", none, {thing, garment}},
    {"fresh", "frisch", "frisch", none, {food, drink}},
    {"cold", "kalt", "kalt", warmth, {drink}},
    {"hot", "heiß", "heiß", warmth, {drink}},
    {"brown", "braun", "braun", colour, {animal, thing, garment, surface}},
    {"black", "schwarz", "schwarz", colour, {animal, thing, garment, opening}},
    {"white", "weiß", "weiß", colour, {animal, garment, opening, surface, landmark}},
    {"red", "rot", "rot", colour, {thing, garment, opening, food}},
    {"green", "grün", "grün", colour, {thing, garment, opening, food}},
};
// clang-format on

const std::vector<Determiner> determiners{
    {"the", "", Declension::definite, true, true},    {"a", "ein", Declension::ein, true, false},
    {"my", "mein", Declension::ein, true, true},      {"your", "dein", Declension::ein, true, true},
    {"his", "sein", Declension::ein, true, true},     {"her", "ihr", Declension::ein, true, true},
    {"", "", Declension::none, false, true},          {"many", "viel", Declension::plural, false, true},
    {"two", "zwei", Declension::fixed, false, true},  {"three", "drei", Declension::fixed, false, true},
    {"four", "vier", Declension::fixed, false, true}, {"five", "fünf", Declension::fixed, false, true},
};
const Determiner no{"no", "kein", Declension::ein, true, true};

const std::vector<Pronoun> pronouns{
    {"i", "me", {"ich", "mich", "mir"}, 1, false}, {"you", "you", {"du", "dich", "dir"}, 2, false},
    {"he", "him", {"er", "ihn", "ihm"}, 3, false}, {"she", "", {"sie", "sie", "ihr"}, 3, false},
    {"we", "us", {"wir", "uns", "uns"}, 1, true},  {"they", "them", {"sie", "sie", "ihnen"}, 3, true},
};
const Pronoun who{"who", "", {"wer", "wen", "wem"}, 3, false};

const Verb be{Frame::predicate, "be", "is", "was", "", "sein", "bin", "bist", "ist", "gewesen"};
const Verb have{Frame::nothing, "have", "has", "had", "", "haben", "habe", "hast", "hat", "gehabt"};

// clang-format off
const std::vector<Verb> verbs{
    {Frame::nothing, "sleep", "sleeps", "slept", "", "schlafen", "schlafe", "schläfst", "schläft", "geschlafen",
     false, living, {}, places},
    {Frame::nothing, "work", "works", "worked", "", "arbeiten", "arbeite", "arbeitest", "arbeitet", "gearbeitet",
     false, people, {}, {&in, &for_someone, &without}},
    {Frame::nothing, "wait", "waits", "waited", "", "warten", "warte", "wartest", "wartet", "gewartet",
     false, living, {}, places},
    {Frame::nothing, "go", "goes", "went", "", "gehen", "gehe", "gehst", "geht", "gegangen",
     true, living, {}, {&into, &through, &to}, true},
    {Frame::nothing, "jump", "jumps", "jumped", "", "springen", "springe", "springst", "springt", "gesprungen",
     true, living, {}, {&over}, true},
    {Frame::nothing, "arrive", "arrives", "arrived", "an", "kommen", "komme", "kommst", "kommt", "gekommen",
     true, people, {}, {&in, &without}},
    {Frame::accusative, "see", "sees", "saw", "", "sehen", "sehe", "siehst", "sieht", "gesehen",
     false, living, {person, animal, thing, landmark}, places},
    {Frame::accusative, "find", "finds", "found", "", "finden", "finde", "findest", "findet", "gefunden",
     false, living, {person, animal, thing, garment}, places},
    {Frame::accusative, "buy", "buys", "bought", "", "kaufen", "kaufe", "kaufst", "kauft", "gekauft",
     false, people, {animal, thing, garment, food, drink}, {&for_someone, &in}},
    {Frame::accusative, "eat", "eats", "ate", "", "essen", "esse", "isst", "isst", "gegessen",
     false, living, {food}, {&with_food, &in, &under}},
    {Frame::accusative, "drink", "drinks", "drank", "", "trinken", "trinke", "trinkst", "trinkt", "getrunken",
     false, people, {drink}, {&in, &behind, &before}},
    {Frame::accusative, "open", "opens", "opened", "auf", "machen", "mache", "machst", "macht", "gemacht",
     false, people, {opening}, {&for_someone}},
    {Frame::accusative, "close", "closes", "closed", "zu", "machen", "mache", "machst", "macht", "gemacht",
     false, people, {opening}, {&for_someone}},
    {Frame::accusative, "invite", "invites", "invited", "ein", "laden", "lade", "lädst", "lädt", "geladen",
     false, people, {person}, {&without}},
    {Frame::accusative, "call", "calls", "called", "an", "rufen", "rufe", "rufst", "ruft", "gerufen",
     false, people, {person}, {&in, &before}},
    {Frame::accusative, "pick up", "picks up", "picked up", "auf", "heben", "hebe", "hebst", "hebt", "gehoben",
     false, people, {thing, garment}, {&in, &behind}},
    {Frame::accusative, "lay", "lays", "laid", "", "legen", "lege", "legst", "legt", "gelegt",
     false, people, {thing, garment}, {&onto}, true},
    {Frame::dative, "help", "helps", "helped", "", "helfen", "helfe", "hilfst", "hilft", "geholfen",
     false, people, people, {&in}},
    {Frame::dative, "follow", "follows", "followed", "", "folgen", "folge", "folgst", "folgt", "gefolgt",
     true, living, living, {&into, &through}},
    {Frame::both, "give", "gives", "gave", "", "geben", "gebe", "gibst", "gibt", "gegeben",
     false, people, {thing, garment, food}},
    {Frame::both, "show", "shows", "showed", "", "zeigen", "zeige", "zeigst", "zeigt", "gezeigt",
     false, people, {thing, garment, animal}},
    {Frame::clause, "know", "knows", "knew", "", "wissen", "weiß", "weißt", "weiß", "gewusst",
     false, people},
    {Frame::clause, "say", "says", "said", "", "sagen", "sage", "sagst", "sagt", "gesagt",
     false, people},
    {Frame::clause, "believe", "believes", "believed", "", "glauben", "glaube", "glaubst", "glaubt", "geglaubt",
     false, people},
};
// clang-format on

const std::vector<Modal> modals{
    {"can", true, true, true, "können", "kann", "kannst", "kann"},
    {"must", true, false, true, "müssen", "muss", "musst", "muss"},
    {"may", true, true, false, "dürfen", "darf", "darfst", "darf"},
    {"want to", false, true, false, "wollen", "will", "willst", "will"},
    {"will", true, true, true, "werden", "werde", "wirst", "wird"},
};

const std::vector<Adverb> adverbs{
    {"yesterday", "gestern", Adverb::Time::past},      {"today", "heute", Adverb::Time::present},
    {"every day", "jeden tag", Adverb::Time::present}, {"sometimes", "manchmal", Adverb::Time::present},
    {"tomorrow", "morgen", Adverb::Time::future},      {"maybe", "vielleicht", Adverb::Time::any},
    {"unfortunately", "leider", Adverb::Time::any},
};

}  // namespace heed::corpus
