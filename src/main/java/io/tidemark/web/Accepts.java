package io.tidemark.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The query parameters of a resource method; without it there are none. Any other is refused. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Accepts {
    String[] value() default {};

    /** Those of a filter as well. */
    boolean filter() default false;
}
