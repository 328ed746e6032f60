namespace OptiId.Scim;

/// <summary>When an attribute is part of an answer (RFC 7643 section 7).</summary>
public enum Returned
{
    /// <summary>Unless the request asks for other attributes or excludes it.</summary>
    Default,

    /// <summary>In every answer, whatever the request asks for.</summary>
    Always,

    /// <summary>Only where the request names it.</summary>
    Request,

    /// <summary>In no answer.</summary>
    Never,
}
