package notes;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.servlet.AuditContextFilter;
import jakarta.persistence.EntityManagerFactory;
import jakarta.servlet.DispatcherType;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

@SpringBootApplication
@EnableAsync
public class NotesApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(NotesApplication.class, arguments);
    }

    @Bean
    AuditTrail auditTrail(EntityManagerFactory factory) {
        return AuditTrail.of(factory.unwrap(SessionFactory.class));
    }

    // readme:filter
    @Bean
    FilterRegistrationBean<AuditContextFilter> auditContext() {
        var filter = new FilterRegistrationBean<>(new AuditContextFilter());
        filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        return filter;
    }
    // end:filter

    @Bean
    ContextPropagatingTaskDecorator contextPropagation() {
        return new ContextPropagatingTaskDecorator();
    }

    /** The trail's migrations have a history of their own, so their versions do not meet the application's. */
    @Bean
    FlywayMigrationStrategy applicationAndAudit() {
        return application -> {
            application.migrate();
            Flyway.configure()
                    .dataSource(application.getConfiguration().getDataSource())
                    .locations("classpath:io/leadfactory/audit/migration/h2")
                    .table("audit_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        };
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.csrf(csrf -> csrf.disable())
                .httpBasic(Customizer.withDefaults())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/guestbook")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .build();
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(
                User.withUsername("alice").password("{noop}a").build(),
                User.withUsername("bob").password("{noop}b").build());
    }
}
