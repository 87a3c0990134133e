package io.tidemark.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method asks the log together with its answer whether the caller's access was revoked, and answers nothing else
 * before. Of any other, {@link AccessFilter} asks before it is called.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface CheckedWithAnswer {}
