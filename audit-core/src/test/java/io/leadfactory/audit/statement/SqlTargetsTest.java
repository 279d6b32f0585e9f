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
                "merge into lead t using other o on (t.id = o.id) when matched then delete | merge lead",
                "truncate lead | truncate lead",
                "truncate table only crm.lead, company restart identity | truncate lead, truncate company",
                "with x as (delete from lead returning *) insert into archive select * from x | delete lead, insert archive",
                "with recursive x(n) as (select 1), y as (select 2) update lead set a = n | update lead",
                "select * from final table (update lead set a = 1) | update lead",
                "explain analyze delete from lead | delete lead",
                "select 1; delete from lead; update company set a = ';' | delete lead, update company",
                "-- delete from other\\nupdate /* other */ lead set a = 1 | update lead",
                "/*!50000 delete from lead */ | delete lead"
            })
    void read_changes_areFound(String sql, String expected) {
        assertThat(targets(sql.replace("\\n", "\n"))).isEqualTo(expected);
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
                        "update lead set a='it''s', b = 1.5e-3, c2 = -7, d = $$x$$ /* secret */ where id=?1 -- y"))
                .isEqualTo("update lead set a='***', b = ***, c2 = -***, d = '***' where id=?1");
        assertThat(StatementText.ofHql(
                        "update Lead l set l.a = \"x\", l.b2 = 0xFFL where l.c = :p1 and l.d = {d '2020-01-01'}"))
                .isEqualTo("update Lead l set l.a = '***', l.b2 = *** where l.c = :p1 and l.d = {d '***'}");
    }

    private static String targets(String sql) {
        return SqlTargets.read(sql).stream()
                .map(target -> target.verb() + ' ' + target.table())
                .collect(joining(", "));
    }
}
