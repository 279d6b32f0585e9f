package io.leadfactory.audit.statement;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTargetsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update child set parent_id = 2 where name = 3 | parent_id",
                "update child set \"Parent_Id\" = 1, a = (2 + (select max(b) from c where d = 1)), e = 2 where f = 1 | parent_id, a, select, max, b, from, c, where, d, e",
                "update child c join parent p on p.id = c.x set c.parent_id = p.id | c, parent_id, p, id",
                "with x as (update child set a = 1 where b = 2) update child set d = 3 | a, d",
                "update a set b = 1; delete from c where d = 1 | b",
                "delete from child where parent_id = 1 | ''",
            })
    void assigned_updates_namesWhatTheySet(String sql, String expected) {
        assertThat(String.join(", ", SqlTargets.assigned(sql, SqlSyntax.STANDARD)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "insert into lead (id) values (1) | insert lead",
                "INSERT INTO public.Lead DEFAULT VALUES | insert lead",
                "insert ignore into `app`.`lead` set id = 1 | insert lead",
                "insert into \"my \"\"Lead\" select * from other | insert my \"\"lead",
                "replace into lead values (1) | merge lead",
                "update lead set a = 1 | update lead",
                "update only \"Crm\".\"Lead\" as l set a = (select max(b) from other) | update lead",
                "update lead l join company c on c.id = l.c set l.a = 1 | update lead, update company",
                "update a, b set a.x = b.x | update a, update b",
                "delete from lead where exists (select 1 from other) | delete lead",
                "delete from lead using other where 1 = 1 | delete lead",
                "delete l from lead l join company c on 1 = 1 where x = 'from y' | delete lead, delete company",
                "delete lead where id = 1 | delete lead",
                "delete from only (lead) | delete lead",
                "update only (crm.lead) set a = 1 | update lead",
                "with x as (delete from only (lead) returning id) update company set a = 1 | delete lead, update company",
                "update quick set a = 1 | update quick",
                "insert into ignore values (1) | insert ignore",
                "update a$b$ set x = 1; delete from lead | update a$b$, delete lead",
                "delete from naïve | delete naïve",
                "merge into lead t using other o on (t.id = o.id) when matched then delete | merge lead",
                "truncate lead | truncate lead",
                "truncate table only crm.lead, company restart identity | truncate lead, truncate company",
                "with x as (delete from lead returning *) insert into archive select * from x | delete lead, insert archive",
                "with recursive x(n) as (select 1), y as (select 2) update lead set a = n | update lead",
                "select * from final table (update lead set a = 1) | update lead",
                "explain analyze delete from lead | delete lead",
                "explain (analyze, buffers) delete from lead | delete lead",
                "with x as (select 1) search depth first by a set b delete from lead | delete lead",
                "select 1; delete from lead; update company set a = ';' | delete lead, update company",
                "-- delete from other\\nupdate /* other */ lead set a = 1 | update lead",
                "-- x\\rdelete from lead | delete lead",
                "/* a /* b */ c */ delete from lead | delete lead",
                "/*! a note */ delete from lead | delete lead",
                "update other set a = E'\\''; delete from lead --'; | update other, delete lead",
                "update other set a = '\\'; delete from lead --'; | update other, delete lead",
            })
    void read_changes_areFound(String sql, String expected) {
        assertThat(targets(sql.replace("\\n", "\n").replace("\\r", "\r"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/*!50000 delete from lead */ | delete lead",
                "/*M!100100 delete from lead */ | delete lead",
                "/* a /* b */ delete from lead | delete lead",
                "# it's a comment\\ndelete from lead | delete lead",
                "update other set a = 5--1; delete from lead | update other, delete lead",
                "update other set a = 'it\\'s'; delete from lead | update other, delete lead",
                "update other set a = \"it's\"; delete from lead | update other, delete lead",
                "select $$; delete from lead; select $$ | delete lead",
                "analyze format = json update lead set a = 1 | update lead",
                "set statement max_statement_time = 60 for delete from lead | delete lead",
                "delete from a, b using company as a join lead b | delete a, delete b, delete company, delete lead",
                "delete from lead order by a, b limit 1 | delete lead",
                "delete l from (select id from other) o join lead l on l.id = o.id | delete lead",
                "update a join (select 1, other from c) o join lead on (x = y) set z = 1 | update a, update lead",
                "update (company c join lead l on c.id = l.c) set l.a = 1 | update company, update lead",
                "update company straight_join lead set a = 1 | update company, update lead",
            })
    void read_mySql_findsChanges(String sql, String expected) {
        assertThat(targets(sql.replace("\\n", "\n"), SqlSyntax.MYSQL)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "// it's a comment\\ndelete from lead | delete lead",
                "select $a$; delete from lead; select $a$ | delete lead",
                "delete\u00A0from\u00A0lead | delete lead",
                "\uFEFFdelete from lead | delete lead",
                "update other set a = e'\\'; delete from lead --'; | update other, delete lead",
            })
    void read_h2_findsChanges(String sql, String expected) {
        assertThat(targets(sql.replace("\\n", "\n"), SqlSyntax.H2)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "select * from lead for update",
                "select 'delete from lead' from dual",
                "select $$delete from lead$$",
                "select $a$; delete from lead$a$",
                "select \"delete\" from lead",
                "select (update) from lead",
                "select (truncate(lead, 2))",
                "with x as (select 1) select * from x where (a = 1) for update",
                "explain select * from lead for update",
                "/* /* */ delete from lead */ select 1",
                "call delete_lead()",
                "create table lead (id int)",
                "select * from lead /* unfinished",
                "select 'unfinished",
                "delete",
                "update",
                "insert into"
            })
    void read_noChange_findsNothing(String sql) {
        assertThat(targets(sql)).isEmpty();
    }

    @Test
    void text_literalsAndComments_areLeftOut() {
        assertThat(StatementText.ofSql(
                        "update lead set a='it''s', b = 1.5e-3, c2 = -7, d = $$x$$ /* secret */ where id=?1 -- y",
                        SqlSyntax.STANDARD))
                .isEqualTo("update lead set a='***', b = ***, c2 = -***, d = '***' where id=?1");
        assertThat(StatementText.ofHql(
                        "update Lead l set l.a = \"x\", l.b2 = 0xFFL where l.c = :p1 and l.d = {d '2020-01-01'}"))
                .isEqualTo("update Lead l set l.a = '***', l.b2 = *** where l.c = :p1 and l.d = {d '***'}");
    }

    @Test
    void text_backslashBeforeAQuote_hidesTheWholeLiteral() {
        assertThat(StatementText.ofSql("update lead set a = E'it\\'s secret', b = $1", SqlSyntax.STANDARD))
                .isEqualTo("update lead set a = E'***', b = $1");
        assertThat(StatementText.ofSql("update lead set a = 'it\\'s secret', b = ?", SqlSyntax.MYSQL))
                .isEqualTo("update lead set a = '***', b = ?");
        assertThat(StatementText.ofSql("update lead set a = '\\', b = ?", SqlSyntax.H2))
                .isEqualTo("update lead set a = '***', b = ?");
    }

    @Test
    void text_doubleQuotesOfMySql_mayHoldAValue() {
        String sql = "update \"lead\" set a = \"it\\\"s secret\"";
        assertThat(StatementText.ofSql(sql, SqlSyntax.MYSQL)).isEqualTo("update '***' set a = '***'");
        assertThat(targets(sql, SqlSyntax.MYSQL)).isEqualTo("update lead");
        assertThat(StatementText.ofSql("update \"lead\" set a = 1", SqlSyntax.STANDARD))
                .isEqualTo("update \"lead\" set a = ***");
    }

    private static String targets(String sql) {
        return targets(sql, SqlSyntax.STANDARD);
    }

    private static String targets(String sql, SqlSyntax syntax) {
        return SqlTargets.read(sql, syntax).stream()
                .map(target -> target.verb() + ' ' + target.table())
                .collect(joining(", "));
    }
}
